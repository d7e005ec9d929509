using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Everything that a user ever sees of a failure.</summary>
internal static class ExpectedErrors
{
    public static string FromFunction(InvocationResult result) =>
        "Your sign-up is confirmed, but your account is not set up completely. " +
        $"Please contact support with the reference {result.RequestId}";

    /// <summary>When the process has ended, Lambda itself answers.</summary>
    public static string FromLambda(InvocationResult result) =>
        $"RequestId: {result.RequestId} Error: Runtime exited without providing a reason";
}
