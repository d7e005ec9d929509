using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>All that a user is ever told of a failure.</summary>
internal static class ExpectedErrors
{
    public static string FromFunction(InvocationResult result) =>
        "Your sign-up is confirmed, but your account is not set up completely. " +
        $"Please contact support with the reference {result.RequestId}";

    /// <summary>Where the process is gone nobody but Lambda can answer.</summary>
    public static string FromLambda(InvocationResult result) =>
        $"RequestId: {result.RequestId} Error: Runtime exited without providing a reason";
}
