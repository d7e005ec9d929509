using System.Net;
using Amazon.Lambda.Core;

namespace AwsPolyfill.Tests.RuntimeSupport;

public class RefusalTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(302)]
    public async Task Ends_when_it_gets_no_work(int status)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.EnqueueStatus(status, """{"errorMessage":"why"}""", ("Location", "/elsewhere"));

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(Echo));

        Assert.Equal(
            $$"""GET http://{{function.Api.Address}}/2018-06-01/runtime/invocation/next was answered with {{status}}: {"errorMessage":"why"}""",
            thrown.Message);
        Assert.Single(function.Api.Received);
    }

    [Fact]
    public async Task Quotes_a_thousand_characters_of_a_refusal_at_most()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.EnqueueStatus(500, new string('x', 5000));

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(Echo));

        Assert.EndsWith("was answered with 500: " + new string('x', 1000) + "…", thrown.Message);
    }

    [Fact]
    public async Task Ends_when_the_service_is_gone()
    {
        await using var function = await RunningFunction.StartAsync();
        await function.Api.DisposeAsync();

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(Echo));

        Assert.Equal(
            $"GET http://{function.Variables["AWS_LAMBDA_RUNTIME_API"]}/2018-06-01/runtime/invocation/next failed: {thrown.InnerException!.Message}",
            thrown.Message);
        Assert.Contains("Connection refused", thrown.Message);
    }

    [Fact]
    public async Task Ends_when_work_comes_without_an_id()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.EnqueueStatus(200, "{}");

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(Echo));

        Assert.Equal(
            $"GET http://{function.Api.Address}/2018-06-01/runtime/invocation/next was answered without the header Lambda-Runtime-Aws-Request-Id.",
            thrown.Message);
    }

    [Theory]
    [InlineData("response", 200)]
    [InlineData("response", 204)]
    [InlineData("error", 200)]
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

    [Theory]
    [InlineData("response", 400)]
    [InlineData("response", 403)]
    [InlineData("response", 500)]
    [InlineData("error", 400)]
    [InlineData("error", 403)]
    [InlineData("error", 413)]
    [InlineData("error", 500)]
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

    // 403 is what Lambda says where it has told the caller about the size itself.
    [Theory]
    [InlineData(202)]
    [InlineData(403)]
    public async Task Reports_an_answer_that_is_too_large_and_goes_on(int statusOfReport)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Answer("invocation/id-1/response", 413, "too large");
        function.Api.Answer("invocation/id-1/error", statusOfReport);
        function.Api.Enqueue("id-1", "large");
        function.Api.Enqueue("id-2", "small");

        await function.ServeAllAsync(Echo);

        Assert.Equal(
            [
                new("POST /2018-06-01/runtime/invocation/id-1/response", "application/json", null, "large"),
                new("POST /2018-06-01/runtime/invocation/id-1/error", "application/vnd.aws.lambda.error+json", "ResponseTooLarge",
                    """{"errorMessage":"The answer is too large.","errorType":"ResponseTooLarge","stackTrace":[]}"""),
                new("POST /2018-06-01/runtime/invocation/id-2/response", "application/json", null, "small"),
            ],
            function.Api.Posts);
        Assert.StartsWith("2026-11-21T20:16:05.123Z\tid-1\tfail\tThe answer is too large. HttpRequestException: POST http://", Assert.Single(function.LogLines));
    }

    [Fact]
    public async Task Ends_when_the_report_of_an_answer_that_is_too_large_is_lost()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Answer("invocation/id-1/response", 413);
        function.Api.Answer("invocation/id-1/error", 500);
        function.Api.Enqueue("id-1", "large");

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(Echo));

        Assert.Equal(HttpStatusCode.InternalServerError, thrown.StatusCode);
    }

    private static Task<string> Echo(string payload, ILambdaContext context) => Task.FromResult(payload);

    private static Task<string> EchoOrThrow(string payload, ILambdaContext context) =>
        payload == "error" ? throw new Stackless("failed") : Task.FromResult(payload);
}
