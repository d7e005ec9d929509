using Amazon.Runtime;

namespace PostConfirmation.Reconcile;

/// <summary>The run cannot go on for any user. The message is one sentence for the operator, and may quote a service's answer.</summary>
internal sealed class RunStoppedException(string message, Exception? cause = null) : Exception(Redaction.WithoutUserInfo(message), cause)
{
    /// <summary>Whether a new walk from the first page may succeed.</summary>
    public bool IsTokenRefused { get; private init; }

    public static RunStoppedException TokenRefused(Exception cause) =>
        new($"Cognito refuses the token of the next page: {ErrorText.Describe(cause)}. Run it again, from the beginning", cause) { IsTokenRefused = true };

    public static RunStoppedException Refused(string operation, Exception cause) => new(
        cause is AmazonClientException
            ? $"{operation} cannot be sent: {InvocationLog.OneLine(cause.Message).Split('.')[0]}"
            : $"{operation} is refused: {ErrorText.Describe(cause)}. What Reconcile needs is in deploy/reconcile-policy.json",
        cause);

    /// <param name="away">The time since the first attempt.</param>
    public static RunStoppedException NoAnswer(string operation, TimeSpan away, Exception cause) =>
        new($"{operation} failed for {away.TotalSeconds:0} s, last with {ErrorText.Describe(cause)}. Run it again: it goes on with what is left", cause);

    /// <summary>Whether the caller was refused, or has no credentials to send anything, so that each other call would fail in the same way.</summary>
    public static bool IsRefusal(Exception exception) => exception is AmazonClientException || exception is AmazonServiceException
    {
        ErrorCode: "AccessDeniedException" or "NotAuthorizedException" or "UnrecognizedClientException" or "ExpiredTokenException"
            or "InvalidSignatureException" or "IncompleteSignatureException" or "MissingAuthenticationTokenException",
    };
}
