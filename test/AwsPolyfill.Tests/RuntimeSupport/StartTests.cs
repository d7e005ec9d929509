namespace AwsPolyfill.Tests.RuntimeSupport;

public class StartTests
{
    [Fact]
    public async Task Runs_the_initializer_before_it_asks_for_work()
    {
        await using var function = await RunningFunction.StartAsync();
        var requestsBefore = -1;

        await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(
            (payload, _) => Task.FromResult(payload),
            () =>
            {
                requestsBefore = function.Api.Received.Count;
                return Task.FromResult(true);
            }));

        Assert.Equal(0, requestsBefore);
        Assert.Single(function.Api.Received);
    }

    [Fact]
    public async Task Ends_without_asking_for_work_when_the_initializer_says_so()
    {
        await using var function = await RunningFunction.StartAsync();

        await function.RunAsync((payload, _) => Task.FromResult(payload), () => Task.FromResult(false));

        Assert.Empty(function.Api.Received);
    }

    [Theory]
    [InlineData(202)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task Reports_a_failed_start_and_throws_what_failed(int status)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Answer("init/error", status);
        var failure = new Stackless("APP_TABLE_NAME is not set");

        var thrown = await Assert.ThrowsAsync<Stackless>(() => function.RunAsync(
            (payload, _) => Task.FromResult(payload), () => Task.FromException<bool>(failure)));

        Assert.Same(failure, thrown);
        Assert.Equal(
            [
                new("POST /2018-06-01/runtime/init/error", "application/vnd.aws.lambda.error+json", "Stackless",
                    """{"errorMessage":"APP_TABLE_NAME is not set","errorType":"Stackless","stackTrace":[]}"""),
            ],
            function.Api.Received);
        Assert.Equal("2026-11-21T20:16:05.123Z\t\tfail\tThe start failed. Stackless: APP_TABLE_NAME is not set", function.LogLines[0]);
    }

    [Fact]
    public async Task Throws_what_failed_the_start_when_nobody_takes_the_report()
    {
        await using var function = await RunningFunction.StartAsync();
        await function.Api.DisposeAsync();

        await Assert.ThrowsAsync<Stackless>(() => function.RunAsync(
            (payload, _) => Task.FromResult(payload), () => throw new Stackless("no settings")));

        Assert.Contains("The failed start could not be reported. HttpRequestException: POST http://", function.LogLines[1]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Says_which_variable_is_missing_when_Lambda_did_not_start_the_process(string? address)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Variables["AWS_LAMBDA_RUNTIME_API"] = address;

        var thrown = Assert.Throws<InvalidOperationException>(() => function.Build((payload, _) => Task.FromResult(payload)));

        Assert.Equal(
            "AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda, which says there where to ask for work.",
            thrown.Message);
    }
}
