namespace PostConfirmation.Reconcile;

/// <summary>Failures in the words that a log may hold, on one line.</summary>
internal static class ErrorText
{
    public static string Describe(Exception exception)
    {
        var failure = Failure.From("", exception);
        // What could not be connected tells its host, and nothing of the request.
        var text = exception is HttpRequestException ? exception.Message : failure.Message;
        var message = text is null ? "" : $": {InvocationLog.OneLine(text).TrimEnd('.')}";
        var request = failure.AwsRequestId is { Length: > 0 } id ? $" (request {id})" : "";
        return $"{failure.ErrorCode}{message}{request}";
    }
}
