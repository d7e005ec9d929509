using Amazon.Lambda.Core;

namespace PostConfirmation.SimulationTests.Model;

/// <summary>What Lambda tells a function about an invocation that begins now.</summary>
internal static class LambdaContext
{
    public static ILambdaContext From(TimeSpan timeout, TimeProvider clock, ILambdaLogger logger)
    {
        var started = clock.GetTimestamp();
        return Fake.Of<ILambdaContext>((name, _) => name switch
        {
            "get_RemainingTime" => timeout - clock.GetElapsedTime(started),
            "get_AwsRequestId" => Some.RequestId,
            "get_Logger" => logger,
            _ => throw new NotSupportedException(name),
        });
    }
}
