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

    [Fact]
    public async Task Logs_and_reports_a_failed_start_and_throws_what_failed()
    {
        await using var function = await RunningFunction.StartAsync();
        var failure = new InvalidOperationException("APP_TABLE_NAME is not set");

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => function.RunAsync(
            (payload, _) => Task.FromResult(payload), () => Task.FromException<bool>(failure)));

        Assert.Same(failure, thrown);
        var report = Assert.Single(function.Api.Received);
        Assert.Equal(("POST /2018-06-01/runtime/init/error", "InvalidOperationException"), (report.Line, report.ErrorType));
        Assert.StartsWith("""{"errorMessage":"APP_TABLE_NAME is not set","errorType":"InvalidOperationException","stackTrace":[""", report.Body);
        Assert.Equal("2026-11-21T20:16:05.123Z\t\tfail\tSystem.InvalidOperationException: APP_TABLE_NAME is not set", function.LogLines[0]);
    }

    [Fact]
    public async Task Logs_what_failed_though_Lambda_refuses_the_report()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Answer("init/error", 403, "no");

        await Assert.ThrowsAsync<HttpRequestException>(() => function.RunAsync(
            (payload, _) => Task.FromResult(payload), () => Task.FromException<bool>(new InvalidOperationException("APP_TABLE_NAME is not set"))));

        Assert.Contains("InvalidOperationException: APP_TABLE_NAME is not set", function.LogLines[0], StringComparison.Ordinal);
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
