namespace PostConfirmation.Reconcile;

/// <summary>Describes a failure in one line that may be logged.</summary>
internal static class ErrorText
{
    public static string Describe(Exception exception)
    {
        var failure = Failure.From("", exception);
        // A failed connection names the host, and nothing of the request.
        var text = exception is HttpRequestException ? exception.Message : failure.Message;
        var message = text is null ? "" : $": {InvocationLog.OneLine(text).TrimEnd('.')}";
        var request = failure.AwsRequestId is { Length: > 0 } id ? $" (request {InvocationLog.OneLine(id)})" : "";
        return $"{InvocationLog.OneLine(failure.ErrorCode)}{message}{request}";
    }
}
