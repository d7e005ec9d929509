using System.Text.Json;
using Amazon.Lambda.Core;

namespace AwsPolyfill.Tests.RuntimeSupport;

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
    public async Task Keeps_the_path_that_AWSs_tools_for_local_tests_give_the_address()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Variables["AWS_LAMBDA_RUNTIME_API"] += "/Name";

        await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(Echo));

        Assert.Equal("GET /Name/2018-06-01/runtime/invocation/next", Assert.Single(function.Api.Received).Line);
    }

    [Theory]
    [InlineData(false, 2500)]
    [InlineData(true, 2500)]
    [InlineData(false, -2500)] // Lambda's deadline may be past
    public async Task Tells_the_handler_the_id_and_the_time_that_is_left(bool lowerCaseHeaders, int milliseconds)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.LowerCaseHeaders = lowerCaseHeaders;
        function.Api.Enqueue("id-1", "", ("Lambda-Runtime-Deadline-Ms", $"{function.Clock.GetUtcNow().AddMilliseconds(milliseconds).ToUnixTimeMilliseconds()}"));

        await function.ServeAllAsync((_, context) => Task.FromResult($"{context.AwsRequestId} {context.RemainingTime.TotalMilliseconds}"));

        Assert.Equal($"id-1 {milliseconds}", Assert.Single(function.Api.Posts).Body);
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
    public async Task Reports_a_handler_that_throws_and_goes_on()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "bad");
        function.Api.Enqueue("id-2", "good");

        await function.ServeAllAsync((payload, _) => payload == "bad" ? throw new InvalidOperationException("late \"é\"") : Task.FromResult(payload));

        var (report, answer) = (function.Api.Posts[0], function.Api.Posts[1]);
        Assert.Equal(
            ("POST /2018-06-01/runtime/invocation/id-1/error", "application/vnd.aws.lambda.error+json", "InvalidOperationException"),
            (report.Line, report.ContentType, report.ErrorType));
        var error = JsonDocument.Parse(report.Body).RootElement;
        Assert.Equal(["errorMessage", "errorType", "stackTrace"], error.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("late \"é\"", "InvalidOperationException"), (error.GetProperty("errorMessage").GetString(), error.GetProperty("errorType").GetString()));
        Assert.All(error.GetProperty("stackTrace").EnumerateArray(), frame => Assert.Matches("^(at |---)", frame.GetString()));
        Assert.Equal("POST /2018-06-01/runtime/invocation/id-2/response", answer.Line);
    }

    [Theory]
    [InlineData("unreadable", "Cannot read the event.")]
    [InlineData("unwritable", "Cannot write the answer.")]
    public async Task Reports_an_event_or_an_answer_that_is_not_JSON_and_goes_on(string payload, string message)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", payload);
        function.Api.Enqueue("id-2", "good");

        await function.ServeAllAsync(Echo);

        Assert.Equal("POST /2018-06-01/runtime/invocation/id-1/error", function.Api.Posts[0].Line);
        Assert.StartsWith($$"""{"errorMessage":"{{message}}","errorType":"JsonException","stackTrace":["at """, function.Api.Posts[0].Body);
        Assert.Equal("POST /2018-06-01/runtime/invocation/id-2/response", function.Api.Posts[1].Line);
    }

    [Theory]
    [InlineData("response", 200)]
    [InlineData("error", 204)]
    public async Task Goes_on_after_any_status_of_success(string what, int status)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Answer($"invocation/id-1/{what}", status);
        function.Api.Enqueue("id-1", what);
        function.Api.Enqueue("id-2", "response");

        await function.ServeAllAsync(EchoOrThrow);

        Assert.Equal(2, function.Api.Posts.Count);
    }

    // As AWS's own client does; Lambda then starts another process. 413: the answer is too large.
    [Theory]
    [InlineData("response", 413)]
    [InlineData("response", 500)]
    [InlineData("error", 403)]
    public async Task Ends_when_an_answer_or_an_error_is_refused(string what, int status)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Answer($"invocation/id-1/{what}", status, "no");
        function.Api.Enqueue("id-1", what);
        function.Api.Enqueue("id-2", "response");

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(EchoOrThrow));

        Assert.Equal($"POST http://{function.Api.Address}/2018-06-01/runtime/invocation/id-1/{what} was answered with {status}: no", thrown.Message);
        Assert.Single(function.Api.Posts);
    }

    [Fact]
    public async Task Ends_when_it_gets_no_work()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.EnqueueStatus(403, """{"errorMessage":"why"}""");

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(Echo));

        Assert.Equal(
            $$"""GET http://{{function.Api.Address}}/2018-06-01/runtime/invocation/next was answered with 403: {"errorMessage":"why"}""", thrown.Message);
    }

    [Fact]
    public async Task Ends_when_work_comes_without_an_id()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.EnqueueStatus(200, "{}");

        Assert.Equal(
            "Lambda gave work without a request id.", (await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(Echo))).Message);
    }

    private static Task<string> Echo(string payload, ILambdaContext context) => Task.FromResult(payload);

    private static Task<string> EchoOrThrow(string payload, ILambdaContext context) =>
        payload == "error" ? throw new InvalidOperationException("failed") : Task.FromResult(payload);
}
