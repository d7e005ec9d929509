namespace PostConfirmation.Tests.AwsPolyfill.RuntimeSupport;

public class InvocationTests
{
    private const string Next = "GET /2018-06-01/runtime/invocation/next";

    [Fact]
    public async Task Answers_each_invocation_under_its_own_id()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "one");
        function.Api.Enqueue("id-2", "two");

        await function.ServeAllAsync((payload, _) => Task.FromResult($"{payload} é"));

        Assert.Equal(
            [
                new(Next, null, null, ""),
                new("POST /2018-06-01/runtime/invocation/id-1/response", "application/json", null, "one é"),
                new(Next, null, null, ""),
                new("POST /2018-06-01/runtime/invocation/id-2/response", "application/json", null, "two é"),
                new(Next, null, null, ""),
            ],
            function.Api.Received);
    }

    [Fact]
    public async Task Reports_a_handler_that_throws_and_goes_on()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "bad");
        function.Api.Enqueue("id-2", "good");

        await function.ServeAllAsync((payload, _) =>
            payload == "bad" ? Task.FromException<string>(new TimeoutException("late")) : Task.FromResult(payload));

        Assert.Equal(
            [
                new("POST /2018-06-01/runtime/invocation/id-1/error", "application/vnd.aws.lambda.error+json", "TimeoutException",
                    """{"errorMessage":"late","errorType":"TimeoutException","stackTrace":[]}""".Replace(
                        "[]", StackOf(function.Api.Posts[0].Body), StringComparison.Ordinal)),
                new("POST /2018-06-01/runtime/invocation/id-2/response", "application/json", null, "good"),
            ],
            function.Api.Posts);
    }

    [Theory]
    [InlineData("unreadable", "Cannot read the event.")]
    [InlineData("unwritable", "Cannot write the answer.")]
    public async Task Reports_an_event_or_an_answer_that_is_no_JSON_and_goes_on(string payload, string message)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", payload);
        function.Api.Enqueue("id-2", "good");

        await function.ServeAllAsync((input, _) => Task.FromResult(input));

        Assert.Equal(2, function.Api.Posts.Count);
        Assert.Equal("POST /2018-06-01/runtime/invocation/id-1/error", function.Api.Posts[0].Line);
        Assert.StartsWith($$"""{"errorMessage":"{{message}}","errorType":"JsonException","stackTrace":["at """, function.Api.Posts[0].Body);
        Assert.Equal("POST /2018-06-01/runtime/invocation/id-2/response", function.Api.Posts[1].Line);
    }

    [Fact]
    public async Task Reports_a_handler_that_cancels_itself_and_goes_on()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "");

        await function.ServeAllAsync((_, _) => throw new OperationCanceledException("my own"));

        Assert.Equal("OperationCanceledException", Assert.Single(function.Api.Posts).ErrorType);
    }

    [Fact]
    public async Task Carries_six_megabytes_in_and_out()
    {
        var payload = new string('é', 3 * 1024 * 1024);
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", payload);

        await function.ServeAllAsync((input, _) => Task.FromResult(input));

        Assert.Equal(payload, Assert.Single(function.Api.Posts).Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tells_the_handler_what_Lambda_says_about_the_invocation(bool lowerCaseHeaders)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.LowerCaseHeaders = lowerCaseHeaders;
        function.Variables["AWS_LAMBDA_FUNCTION_NAME"] = "name";
        function.Variables["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
        function.Variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128";
        function.Variables["AWS_LAMBDA_LOG_GROUP_NAME"] = "group";
        function.Variables["AWS_LAMBDA_LOG_STREAM_NAME"] = "stream";
        function.Api.Enqueue("id-1", "",
            ("Lambda-Runtime-Invoked-Function-Arn", "arn:alias"),
            ("Lambda-Runtime-Deadline-Ms", function.Clock.GetUtcNow().AddMilliseconds(2500).ToUnixTimeMilliseconds().ToString()));

        await function.ServeAllAsync((_, context) => Task.FromResult(
            $"{context.AwsRequestId} {context.InvokedFunctionArn} {context.FunctionName} {context.FunctionVersion} "
            + $"{context.MemoryLimitInMB} {context.LogGroupName} {context.LogStreamName} {context.RemainingTime}"));

        Assert.Equal("id-1 arn:alias name $LATEST 128 group stream 00:00:02.5000000", Assert.Single(function.Api.Posts).Body);
    }

    [Theory]
    [InlineData("1795292164123", -1000)]
    [InlineData("0", -1795292165123)]
    public async Task Counts_below_zero_when_the_deadline_is_past(string deadline, long expectedMilliseconds)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "", ("Lambda-Runtime-Deadline-Ms", deadline));

        await function.ServeAllAsync((_, context) => Task.FromResult(context.RemainingTime.TotalMilliseconds.ToString()));

        Assert.Equal(expectedMilliseconds.ToString(), Assert.Single(function.Api.Posts).Body);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("-5")]
    [InlineData(null)]
    public async Task Has_all_the_time_when_there_is_no_deadline(string? deadline)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "", deadline is null ? [] : [("Lambda-Runtime-Deadline-Ms", deadline)]);

        await function.ServeAllAsync((_, context) => Task.FromResult((context.RemainingTime > TimeSpan.FromDays(365)).ToString()));

        Assert.Equal("True", Assert.Single(function.Api.Posts).Body);
    }

    [Fact]
    public async Task Has_empty_names_where_Lambda_sets_no_variables()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "");

        await function.ServeAllAsync((_, context) => Task.FromResult($"[{context.FunctionName}{context.InvokedFunctionArn}{context.MemoryLimitInMB}]"));

        Assert.Equal("[0]", Assert.Single(function.Api.Posts).Body);
    }

    [Fact]
    public async Task Sets_the_trace_id_for_each_invocation_and_removes_it_where_there_is_none()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "", ("Lambda-Runtime-Trace-Id", "Root=1-5;Sampled=1"));
        function.Api.Enqueue("id-2", "");

        await function.ServeAllAsync((_, _) => Task.FromResult(function.Variables["_X_AMZN_TRACE_ID"] ?? "none"));

        Assert.Equal(["Root=1-5;Sampled=1", "none"], function.Api.Posts.Select(post => post.Body));
    }

    [Fact]
    public async Task Answers_the_invocation_that_has_begun_when_it_is_cancelled()
    {
        await using var function = await RunningFunction.StartAsync();
        using var stop = new CancellationTokenSource();
        function.Api.Enqueue("id-1", "");
        function.Api.Enqueue("id-2", "");

        await function.RunAsync(
            (_, _) =>
            {
                stop.Cancel();
                return Task.FromResult("done");
            },
            cancellationToken: stop.Token);

        Assert.Equal("done", Assert.Single(function.Api.Posts).Body);
    }

    private static string StackOf(string body) =>
        System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("stackTrace").GetRawText();
}
