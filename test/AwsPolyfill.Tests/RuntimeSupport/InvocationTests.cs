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
    public async Task Reports_a_handler_that_throws_and_goes_on()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "bad");
        function.Api.Enqueue("id-2", "good");

        await function.ServeAllAsync((payload, _) =>
            payload == "bad" ? Task.FromException<string>(new Stackless("late")) : Task.FromResult(payload));

        Assert.Equal(
            [
                new("POST /2018-06-01/runtime/invocation/id-1/error", "application/vnd.aws.lambda.error+json", "Stackless",
                    """{"errorMessage":"late","errorType":"Stackless","stackTrace":[]}"""),
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

    [Fact]
    public async Task Keeps_an_id_within_its_place_in_the_address()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("../a", "");

        await function.ServeAllAsync((payload, _) => Task.FromResult(payload));

        Assert.Equal("POST /2018-06-01/runtime/invocation/..%2Fa/response", Assert.Single(function.Api.Posts).Line);
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
}
