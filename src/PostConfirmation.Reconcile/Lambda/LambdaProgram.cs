using System.Text.Json.Nodes;
using Amazon.Lambda.RuntimeSupport;

namespace PostConfirmation.Reconcile.Lambda;

/// <summary>The program, when Lambda starts it.</summary>
internal static class LambdaProgram
{
    public static bool IsStartedByLambda => Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is { Length: > 0 };

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync()
    {
        ReconcileFunction? function = null;
        try
        {
            using var bootstrap = LambdaBootstrapBuilder
                .Create<Continuation, JsonObject>((from, context) => function!.FunctionHandler(from, context), new ContinuationSerializer())
                // Only a failure in here is reported to Lambda as a failed start.
                .UseBootstrapHandler(() =>
                {
                    try
                    {
                        var options = ReconcileSettings.Read(Environment.GetEnvironmentVariable);
                        function = new(AwsClients.Cognito(), AwsClients.DynamoDb(), options, TimeProvider.System);
                        return Task.FromResult(true);
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
}
