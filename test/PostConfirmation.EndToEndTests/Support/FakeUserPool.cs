using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>
/// A user pool and its table of any size: users and records are generated when they are requested, in pages of 60 with
/// tokens like the service's. It stores only what was done to users who lacked something.
/// </summary>
internal sealed class FakeUserPool : IAsyncDisposable
{
    public const string Group = "customers";

    private const string Id = "eu-central-1_Served";

    private static readonly string[] Options = ["--json", "--user-pool-id", Id, "--table", "users", "--group", Group];

    private readonly WebApplication app;
    private readonly int users;

    private FakeUserPool(int users)
    {
        this.users = users;
        LookedUp = new int[users];
        app = LocalServer.Create();
        app.Run(AnswerAsync);
    }

    /// <summary>Which users have no record, and which have <c>pending_group</c>, by number; by default none.</summary>
    public Func<int, bool> Lacks { get; init; } = _ => false;

    public Func<int, bool> HasPendingGroup { get; init; } = _ => false;

    /// <summary>Called before each answer, with the operation: the error code to answer with, or null.</summary>
    public Func<string, CancellationToken, Task<string?>>? Trouble { get; set; }

    /// <summary>How often each user was added to the group.</summary>
    public ConcurrentDictionary<int, int> Joined { get; } = new();

    /// <summary>The records that were written.</summary>
    public ConcurrentDictionary<int, JsonNode> Written { get; } = new();

    /// <summary>The users whose <c>pending_group</c> was removed.</summary>
    public ConcurrentDictionary<int, bool> PendingGroupsRemoved { get; } = new();

    public ConcurrentDictionary<string, int> Calls { get; } = new();

    /// <summary>How often each user's record was looked up.</summary>
    public int[] LookedUp { get; }

    public Uri Address => new(app.Urls.Single());

    public static async Task<FakeUserPool> StartAsync(int users, Func<int, bool>? lacks = null, Func<int, bool>? pending = null)
    {
        var pool = new FakeUserPool(users) { Lacks = lacks ?? (_ => false), HasPendingGroup = pending ?? (_ => false) };
        await pool.app.StartAsync();
        return pool;
    }

    public ReconcileRunner Reconcile(params string[] arguments) =>
        ReconcileRunner.Start(Address, Address, [.. Options, .. arguments]);

    public Task<ReconcileRun> ReconcileAsync(params string[] arguments) =>
        ReconcileRunner.RunAsync(Address, Address, [.. Options, .. arguments]);

    /// <inheritdoc cref="ReconcileFunctionHost.StartAsync"/>
    public Task<ReconcileFunctionHost> ReconcileFunctionAsync(TimeSpan timeout, params (string Name, string Value)[] options) =>
        ReconcileFunctionHost.StartAsync(Address, Address, Id, "users", Group, timeout, options);

    public ValueTask DisposeAsync() => LocalServer.EndAsync(app);

    private static int NumberOf(string key) => int.Parse(key[^12..], CultureInfo.InvariantCulture);

    private static string SubOf(int number) => $"00000000-0000-0000-0000-{number.ToString("D12", CultureInfo.InvariantCulture)}";

    private async Task AnswerAsync(HttpContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString().Split('.')[1];
        using var input = await JsonDocument.ParseAsync(context.Request.Body);
        Calls.AddOrUpdate(operation, 1, (_, count) => count + 1);

        var error = Trouble is null ? null : await Trouble(operation, context.RequestAborted);
        var answer = error is null ? Answer(operation, input.RootElement) : null;
        context.Response.StatusCode = answer is null ? 400 : 200;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(
            (answer ?? new() { ["__type"] = error ?? "ConditionalCheckFailedException", ["message"] = "No." }).ToJsonString(), context.RequestAborted);
    }

    private JsonObject? Answer(string operation, JsonElement input) => operation switch
    {
        "ListUsers" => List(input),
        "BatchGetItem" => Find(input),
        "AdminAddUserToGroup" => Join(input.GetProperty("Username").GetString()!),
        "PutItem" => Written.TryAdd(NumberOf(input.GetProperty("Item").GetProperty("PK").GetProperty("S").GetString()!), JsonNode.Parse(input.GetRawText())!) ? [] : null,
        "UpdateItem" => PendingGroupsRemoved.TryAdd(NumberOf(input.GetProperty("Key").GetProperty("PK").GetProperty("S").GetString()!), true) ? [] : null,
        "DescribeUserPool" => new() { ["UserPool"] = new JsonObject { ["EstimatedNumberOfUsers"] = users } },
        "DescribeTable" => new()
        {
            ["Table"] = new JsonObject
            {
                ["KeySchema"] = new JsonArray(
                    new JsonObject { ["AttributeName"] = "PK", ["KeyType"] = "HASH" }, new JsonObject { ["AttributeName"] = "SK", ["KeyType"] = "RANGE" }),
                ["AttributeDefinitions"] = new JsonArray(
                    new JsonObject { ["AttributeName"] = "PK", ["AttributeType"] = "S" }, new JsonObject { ["AttributeName"] = "SK", ["AttributeType"] = "S" }),
            },
        },
        _ => [],
    };

    private JsonObject List(JsonElement input)
    {
        var from = input.TryGetProperty("PaginationToken", out var token) ? int.Parse(token.GetString()!, CultureInfo.InvariantCulture) : 0;
        var to = Math.Min(users, from + Math.Min(60, input.GetProperty("Limit").GetInt32()));
        return new()
        {
            ["Users"] = new JsonArray([.. Enumerable.Range(from, to - from).Select(User)]),
            ["PaginationToken"] = to < users ? to.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private static JsonObject User(int number) => new()
    {
        ["Username"] = $"name-{number:D12}",
        ["UserStatus"] = "CONFIRMED",
        ["Enabled"] = true,
        ["UserCreateDate"] = 1.7E9 + number,
        ["UserLastModifiedDate"] = 1.7E9 + number,
        ["Attributes"] = new JsonArray(
            [.. new[] { ("sub", SubOf(number)), ("email", $"personal.{number}@example.com"), ("email_verified", "true"),
                ("name", "Personal Name"), ("address", """{"street_address":"Personal Street 1","locality":"Köln","postal_code":"50667","country":"DE"}""") }
                .Select(a => new JsonObject { ["Name"] = a.Item1, ["Value"] = a.Item2 })]),
    };

    private JsonObject Find(JsonElement input)
    {
        var keys = input.GetProperty("RequestItems").GetProperty("users").GetProperty("Keys").EnumerateArray()
            .Select(key => key.GetProperty("PK").GetProperty("S").GetString()!);
        return new() { ["Responses"] = new JsonObject { ["users"] = new JsonArray([.. keys.Select(Record).OfType<JsonObject>()]) } };
    }

    private JsonObject? Record(string key)
    {
        var number = NumberOf(key);
        Interlocked.Increment(ref LookedUp[number]);
        if (Lacks(number) && !Written.ContainsKey(number))
            return null;
        var record = new JsonObject { ["PK"] = new JsonObject { ["S"] = key } };
        if (HasPendingGroup(number) && !PendingGroupsRemoved.ContainsKey(number))
            record["pending_group"] = new JsonObject { ["S"] = Group };
        return record;
    }

    private JsonObject Join(string name)
    {
        Joined.AddOrUpdate(NumberOf(name), 1, (_, count) => count + 1);
        return [];
    }
}
