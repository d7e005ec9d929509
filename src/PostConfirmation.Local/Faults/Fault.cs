namespace PostConfirmation.Local.Faults;

/// <summary>A fault of a request between the function and a service.</summary>
/// <param name="Name">As tests and tables show it.</param>
internal sealed record Fault(string Name, Func<Exchange, Task> ApplyAsync)
{
    public static Fault Throttled { get; } = new("throttled", exchange => exchange.AnswerAsync(400, Json, exchange.Action switch
    {
        PutItem => """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"The level of configured provisioned throughput for the table was exceeded"}""",
        _ => """{"__type":"TooManyRequestsException","message":"Too many requests"}""",
    }));

    public static Fault InternalError { get; } = new("500", exchange => exchange.AnswerAsync(500, Json, exchange.Action switch
    {
        PutItem => """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"Internal server error"}""",
        _ => """{"__type":"InternalErrorException","message":"Internal error"}""",
    }));

    public static Fault Unavailable { get; } = new(
        "503", exchange => exchange.AnswerAsync(503, Json, """{"__type":"ServiceUnavailableException","message":"Service is unavailable"}"""));

    /// <summary>The only permanent fault: the function's role lacks a permission.</summary>
    public static Fault AccessDenied { get; } = new("access denied", exchange => exchange.AnswerAsync(400, Json, exchange.Action switch
    {
        PutItem => """{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User is not authorized to perform: dynamodb:PutItem"}""",
        _ => """{"__type":"AccessDeniedException","Message":"User is not authorized to perform: cognito-idp:AdminAddUserToGroup"}""",
    }));

    /// <summary>The answer of a load balancer without a server behind it.</summary>
    public static Fault HtmlPage { get; } = new(
        "502 with an HTML page", exchange => exchange.AnswerAsync(502, "text/html", "<html><head><title>502 Bad Gateway</title></head><body>personal@example.com</body></html>"));

    public static Fault NoAnswer { get; } = new("no answer", exchange => Task.Delay(Timeout.InfiniteTimeSpan, exchange.GivenUp));

    public static Fault CutBefore { get; } = new("cut before the work", exchange =>
    {
        exchange.Cut();
        return Task.CompletedTask;
    });

    public static Fault CutAfter { get; } = new("cut after the work", async exchange =>
    {
        await exchange.ServeAsync();
        exchange.Cut();
    });

    public static Fault HalfAnAnswer { get; } = new(
        "half an answer", async exchange => await exchange.AnswerHalfAsync(await exchange.ServeAsync()));

    /// <summary>All transient faults that make an attempt fail. An answer that is 10 s late comes after every limit.</summary>
    public static IReadOnlyList<Fault> All { get; } =
        [Throttled, InternalError, Unavailable, HtmlPage, NoAnswer, CutBefore, CutAfter, HalfAnAnswer, Late(TimeSpan.FromSeconds(10))];

    private const string PutItem = "DynamoDB_20120810.PutItem";
    private const string Json = "application/x-amz-json-1.1";

    /// <summary>The service does its work at once, and its answer is delayed.</summary>
    public static Fault Late(TimeSpan by) => new("late", async exchange =>
    {
        var answer = await exchange.ServeAsync();
        await Task.Delay(by, exchange.GivenUp);
        await exchange.AnswerAsync(answer);
    });

    public static Fault Named(string name) => All.Single(fault => fault.Name == name);
}
