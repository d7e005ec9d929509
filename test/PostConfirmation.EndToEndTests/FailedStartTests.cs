using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests;

/// <summary>Both executables where the SDK refuses an endpoint: what the runtime reports and logs of a failed start.</summary>
public sealed class FailedStartTests
{
    public static TheoryData<string> Executables => new(FunctionProcess.DefaultExecutable, ReconcileExecutable.Path);

    [Theory]
    [MemberData(nameof(Executables))]
    public async Task A_failed_start_tells_what_failed_and_no_password(string executable)
    {
        await using var lambda = await LambdaEndpoint.StartAsync(EmulatorFixture.FunctionTimeout);
        var log = new FunctionLog();
        await using var process = FunctionProcess.Start(
            new(lambda.Address, lambda.Address, lambda.Address, "users", "customers", executable, new Dictionary<string, string?>
            {
                ["RECONCILE_USER_POOL_ID"] = "eu-central-1_EXAMPLE01",
                ["AWS_ENDPOINT_URL_DYNAMODB"] = "http://user:secret@host:99999",
            }),
            log.Add);

        Assert.Equal(1, await process.Exited.WaitAsync(TimeSpan.FromSeconds(60)));
        var report = System.Text.Encoding.UTF8.GetString(await lambda.InitError.WaitAsync(TimeSpan.FromSeconds(60)));
        var error = JsonNode.Parse(report)!;

        Assert.Equal("FailedStartException", (string?)error["errorType"]);
        Assert.StartsWith(
            "Amazon.Runtime.AmazonClientException: Value for ServiceURL is not a valid URL: http://***@host:99999",
            (string?)error["errorMessage"], StringComparison.Ordinal);
        Assert.Contains("http://***@host:99999", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.All([report, .. log.Lines], text =>
        {
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
            Assert.DoesNotContain("user:", text, StringComparison.Ordinal);
        });
    }
}
