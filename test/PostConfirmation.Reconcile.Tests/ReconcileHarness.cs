using System.Globalization;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Moq;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>A run over a mocked pool and table in virtual time. Both record the calls.</summary>
internal sealed class ReconcileHarness
{
    public ReconcileOptions Options { get; init; } = SomeOptions;

    /// <summary>As without any option.</summary>
    public static ReconcileOptions SomeOptions => new(Some.UserPoolId, Some.Settings, AdditionalStatuses: [], Subs: []);

    /// <summary>The page size. The real service keeps to the limit in the request; the emulator has no pages.</summary>
    public int PageSize { get; init; } = 60;

    /// <summary>How many keys the table answers at once; it leaves the others unprocessed, as DynamoDB does under load.</summary>
    public int KeysAtOnce { get; set; } = int.MaxValue;

    /// <summary>The services' answers by operation; without an entry, success.</summary>
    public Dictionary<string, Answer> Answers { get; init; } = [];

    /// <summary>What Cognito answers to AdminAddUserToGroup, by user name.</summary>
    public Func<string, Answer>? AnswerByUser { get; set; }

    public List<UserType> Users { get; } = [];

    /// <summary>By sub.</summary>
    public Dictionary<string, Dictionary<string, AttributeValue>> Records { get; } = [];

    /// <summary>Who was added to which group, in the order of the calls.</summary>
    public List<string> Joined { get; } = [];

    public TableDescription Table { get; } = new()
    {
        KeySchema = [new("PK", KeyType.HASH), new("SK", KeyType.RANGE)],
        AttributeDefinitions = [new("SK", ScalarAttributeType.S), new("PK", ScalarAttributeType.S), new("email", ScalarAttributeType.N)],
    };

    /// <summary>How many users Cognito says there are.</summary>
    public int? Estimate { get; set; }

    /// <summary>The groups of the pool.</summary>
    public List<string> Groups { get; } = [Some.Group, "vip"];

    public VirtualTime Clock { get; } = new();

    /// <summary>The same in every run of the tests.</summary>
    public Random Random { get; } = new(Seed: 7);

    /// <summary>All calls in order, without the checks at the start.</summary>
    public List<Call> Calls { get; } = [];

    public Summary Summary { get; private set; } = new();

    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Whether the pool answers with whomever it has, as a service that does not know filters would.</summary>
    public bool IgnoresFilters { get; init; }

    public IReadOnlyList<T> Sent<T>() => [.. Calls.Select(call => call.Request).OfType<T>()];

    public ReconcileHarness With(UserType user, string? pendingGroup = null, bool record = false)
    {
        Users.Add(user);
        var sub = SomeUser.SubOf(user);
        if (record || pendingGroup is not null)
            Records[sub] = new() { ["PK"] = new($"USER#{sub}"), ["cart"] = new("full") };
        if (pendingGroup is not null)
            Records[sub]["pending_group"] = new(pendingGroup);
        return this;
    }

    public Summary Run() => Clock.Run(async () =>
    {
        var reconciliation = new Reconciliation(Cognito(), DynamoDb(), Options, Clock, Random);
        Summary = reconciliation.Summary;
        await reconciliation.RunAsync(Stop.Token);
        return Summary;
    });

    public IAmazonCognitoIdentityProvider Cognito()
    {
        var cognito = new Mock<IAmazonCognitoIdentityProvider>(MockBehavior.Strict);
        cognito.Setup(c => c.ListUsersAsync(It.IsAny<ListUsersRequest>(), It.IsAny<CancellationToken>()))
            .Returns((ListUsersRequest request, CancellationToken token) => AnswerAsync("ListUsers", request, () => List(request), token));
        cognito.Setup(c => c.GetGroupAsync(It.IsAny<GetGroupRequest>(), It.IsAny<CancellationToken>()))
            .Returns((GetGroupRequest request, CancellationToken token) => AnswerAsync("GetGroup", request, () => Groups.Contains(request.GroupName!) ? new GetGroupResponse() : throw Errors.GroupNotFound, token));
        cognito.Setup(c => c.DescribeUserPoolAsync(It.IsAny<DescribeUserPoolRequest>(), It.IsAny<CancellationToken>()))
            .Returns((DescribeUserPoolRequest request, CancellationToken token) =>
                AnswerAsync("DescribeUserPool", request, () => new DescribeUserPoolResponse { UserPool = new() { EstimatedNumberOfUsers = Estimate } }, token));
        cognito.Setup(c => c.AdminAddUserToGroupAsync(It.IsAny<AdminAddUserToGroupRequest>(), It.IsAny<CancellationToken>()))
            .Returns((AdminAddUserToGroupRequest request, CancellationToken token) => AnswerAsync("AdminAddUserToGroup", request, () => Join(request), token));
        cognito.Setup(c => c.Dispose());
        return cognito.Object;
    }

    public IAmazonDynamoDB DynamoDb()
    {
        var dynamoDb = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        dynamoDb.Setup(d => d.DescribeTableAsync(It.Is<DescribeTableRequest>(request => request.TableName == Some.Table), It.IsAny<CancellationToken>()))
            .Returns((DescribeTableRequest request, CancellationToken token) =>
                AnswerAsync("DescribeTable", request, () => new DescribeTableResponse { Table = Table }, token));
        dynamoDb.Setup(d => d.BatchGetItemAsync(It.IsAny<BatchGetItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns((BatchGetItemRequest request, CancellationToken token) => AnswerAsync("BatchGetItem", request, () => Find(request), token));
        dynamoDb.Setup(d => d.PutItemAsync(It.IsAny<PutItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns((PutItemRequest request, CancellationToken token) => AnswerAsync("PutItem", request, () => Put(request), token));
        dynamoDb.Setup(d => d.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns((UpdateItemRequest request, CancellationToken token) => AnswerAsync("UpdateItem", request, () => Remove(request), token));
        dynamoDb.Setup(d => d.Dispose());
        return dynamoDb.Object;
    }

    private async Task<T> AnswerAsync<T>(string operation, object request, Func<T> success, CancellationToken token)
    {
        if (request is not (GetGroupRequest or DescribeUserPoolRequest or DescribeTableRequest or ListUsersRequest { Limit: 1, Filter: null }))
            Calls.Add(new(request, Clock.Elapsed));
        if (request is AdminAddUserToGroupRequest join && AnswerByUser is not null)
            await AnswerByUser(join.Username!)(token);
        if (Answers.TryGetValue(operation, out var answer))
            await answer(token);
        return success();
    }

    private ListUsersResponse List(ListUsersRequest request)
    {
        if (request.Filter is { } filter)
            return new() { Users = [.. Users.Where(user => IgnoresFilters || filter == $"sub = \"{SomeUser.SubOf(user)}\"")] };

        var from = int.Parse(request.PaginationToken ?? "0", CultureInfo.InvariantCulture);
        var to = from + PageSize;
        return new()
        {
            Users = Users.Count == 0 ? null : [.. Users.Skip(from).Take(to - from)],
            PaginationToken = to < Users.Count ? to.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private AdminAddUserToGroupResponse Join(AdminAddUserToGroupRequest request)
    {
        Joined.Add($"{request.Username} {request.GroupName}");
        return new();
    }

    private BatchGetItemResponse Find(BatchGetItemRequest request)
    {
        var (table, keys) = request.RequestItems.Single();
        if (keys.Keys.DistinctBy(key => key["PK"].S).Count() < keys.Keys.Count)
            throw new AmazonDynamoDBException("Provided list of item keys contains duplicates") { ErrorCode = "ValidationException" };
        List<Dictionary<string, AttributeValue>> found =
            [.. keys.Keys.Take(KeysAtOnce).Select(key => Records.GetValueOrDefault(key["PK"].S["USER#".Length..])).OfType<Dictionary<string, AttributeValue>>()];
        return new()
        {
            Responses = found.Count > 0 ? new() { [table] = found } : null, // as the SDK has what an answer lacks
            UnprocessedKeys = KeysAtOnce < keys.Keys.Count ? new() { [table] = new() { Keys = [.. keys.Keys.Skip(KeysAtOnce)] } } : null,
        };
    }

    private PutItemResponse Put(PutItemRequest request) =>
        Records.TryAdd(request.Item["sub"].S, request.Item) ? new() : throw Errors.RecordExists;

    private UpdateItemResponse Remove(UpdateItemRequest request)
    {
        var record = Records.GetValueOrDefault(request.Key["PK"].S["USER#".Length..]);
        if (record?.GetValueOrDefault("pending_group")?.S != request.ExpressionAttributeValues[":group"].S)
            throw Errors.RecordExists;
        record.Remove("pending_group");
        return new();
    }
}
