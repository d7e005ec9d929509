using Amazon.Lambda.CognitoEvents;
using Amazon.Lambda.RuntimeSupport;

namespace PostConfirmation;

internal static class Program
{
    private static async Task<int> Main()
    {
        try
        {
            Function? function = null;
            using var bootstrap = LambdaBootstrapBuilder
                .Create<CognitoPostConfirmationEvent, CognitoPostConfirmationEvent>(
                    (input, context) => function!.FunctionHandler(input, context), new EventSerializer())
                // Only what fails in here is reported to Lambda as a failed start.
                .UseBootstrapHandler(async () =>
                {
                    var settings = Settings.Read(Environment.GetEnvironmentVariable);
                    function = new Function(AwsClients.Cognito(), AwsClients.DynamoDb(), settings, TimeProvider.System);
                    await AwsClients.WarmUpAsync();
                    return true;
                })
                .Build();
            await bootstrap.RunAsync();
            return 0;
        }
        catch (InvalidSettingsException)
        {
            return 1; // logged, and reported to Lambda already
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
