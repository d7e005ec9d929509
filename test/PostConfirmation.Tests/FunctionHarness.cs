using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.CognitoEvents;
using Amazon.Lambda.Core;
using Moq;

namespace PostConfirmation.Tests;

/// <summary>The function between two mocked services, on virtual time.</summary>
internal sealed class FunctionHarness
{
    private readonly RecordingLogger logger = new();
    private readonly Lazy<Function> function;
    private readonly Lazy<ILambdaContext> context;

    public FunctionHarness() => (function, context) = (new(CreateFunction), new(CreateContext));

    public Settings Settings { get; init; } = Some.Settings;

    public TimeSpan RemainingTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What Cognito answers to AdminAddUserToGroup.</summary>
    public Answer Group { get; init; } = Answers.Ok;

    /// <summary>What DynamoDB answers to PutItem.</summary>
    public Answer Record { get; init; } = Answers.Ok;

    public VirtualTime Clock { get; } = new();

    /// <summary>The calls of both services, in their order.</summary>
    public List<Call> Calls { get; } = [];

    public IReadOnlyList<Call> GroupCalls => [.. Calls.Where(c => c.Request is AdminAddUserToGroupRequest)];

    public IReadOnlyList<Call> RecordCalls => [.. Calls.Where(c => c.Request is PutItemRequest)];

    /// <summary>The item of the only PutItem.</summary>
    public Dictionary<string, AttributeValue> WrittenItem => ((PutItemRequest)Assert.Single(RecordCalls).Request).Item;

    /// <summary>The named values of the only log line.</summary>
    public IReadOnlyDictionary<string, object?> Logged => LoggedLine.Properties;

    public LoggedLine LoggedLine => Assert.Single(logger.Lines);

    /// <summary>How long the start of the process took.</summary>
    public TimeSpan StartupTime { get; init; }

    public CognitoPostConfirmationEvent Invoke(CognitoPostConfirmationEvent input)
    {
        try
        {
            return Clock.Run(() => function.Value.FunctionHandler(input, context.Value));
        }
        finally
        {
            AssertTheLogNamesNobody(input);
        }
    }

    /// <summary>Forgets what was called and logged, for another invocation of the same function.</summary>
    public void Clear()
    {
        Calls.Clear();
        logger.Lines.Clear();
    }

    private Function CreateFunction()
    {
        // Strict: a call of anything but these two operations fails.
        var cognito = new Mock<IAmazonCognitoIdentityProvider>(MockBehavior.Strict);
        cognito
            .Setup(c => c.AdminAddUserToGroupAsync(It.IsAny<AdminAddUserToGroupRequest>(), It.IsAny<CancellationToken>()))
            .Returns((AdminAddUserToGroupRequest request, CancellationToken token) =>
                AnswerAsync<AdminAddUserToGroupResponse>(request, Group, token));
        var dynamoDb = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        dynamoDb
            .Setup(d => d.PutItemAsync(It.IsAny<PutItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns((PutItemRequest request, CancellationToken token) => AnswerAsync<PutItemResponse>(request, Record, token));
        return new(cognito.Object, dynamoDb.Object, Settings, Clock) { StartupTime = StartupTime };
    }

    private ILambdaContext CreateContext() => Mock.Of<ILambdaContext>(c =>
        c.AwsRequestId == Some.RequestId && c.RemainingTime == RemainingTime && c.Logger == logger);

    private void AssertTheLogNamesNobody(CognitoPostConfirmationEvent? input)
    {
        string[] mayBeLogged = ["sub", "cognito:user_status", "email_verified", "phone_number_verified"];
        var personal = (input?.Request?.UserAttributes ?? []).Where(a => !mayBeLogged.Contains(a.Key)).Select(a => a.Value)
            .Append(input?.UserName)
            .Where(value => !string.IsNullOrEmpty(value) && value != input?.Request?.UserAttributes?.GetValueOrDefault("sub"));
        Assert.All(logger.Lines, line => Assert.All(personal, value =>
            Assert.DoesNotContain(value!, $"{line.Template} {string.Join(' ', line.Values)}", StringComparison.Ordinal)));
    }

    private async Task<T> AnswerAsync<T>(object request, Answer answer, CancellationToken token)
        where T : new()
    {
        Calls.Add(new(request, Clock.Elapsed));
        await answer(token);
        return new();
    }
}
