using System.Diagnostics;
using Amazon.Lambda.CognitoEvents;
using Amazon.Lambda.RuntimeSupport;

namespace PostConfirmation;

internal static class Program
{
    private static async Task<int> Main()
    {
        TrustStore.Narrow();
        var serializer = new EventSerializer();
        Function? function = null;
        try
        {
            using var bootstrap = LambdaBootstrapBuilder
                .Create<CognitoPostConfirmationEvent, CognitoPostConfirmationEvent>(
                    (input, context) => function!.FunctionHandler(input, serializer.Context = context), serializer)
                // Only what fails in here is reported to Lambda as a failed start.
                .UseBootstrapHandler(async () =>
                {
                    try
                    {
                        function = await StartAsync();
                        return true;
                    }
                    catch (Exception e) when (e is not InvalidSettingsException)
                    {
                        throw new FailedStartException(e);
                    }
                })
                .Build();
            await bootstrap.RunAsync();
            return 0;
        }
        catch (Exception e)
        {
            if (e is not (FailedStartException or InvalidSettingsException)) // those are logged already
                await Console.Error.WriteLineAsync(Redaction.WithoutUserInfo(e.Message));
            return 1;
        }
    }

    private static async Task<Function> StartAsync()
    {
        var settings = Settings.Read(Environment.GetEnvironmentVariable);
        var function = new Function(AwsClients.Cognito(), AwsClients.DynamoDb(), settings, TimeProvider.System);
        await AwsClients.WarmUpAsync();

        using var process = Process.GetCurrentProcess();
        function.StartupTime = DateTime.Now - process.StartTime;
        return function;
    }
}
