namespace PostConfirmation.Reconcile;

/// <summary>Failures in the words that a log may hold, on one line.</summary>
internal static class Told
{
    public static string Of(Exception exception)
    {
        var failure = Failure.Of("", exception);
        // What could not be connected tells its host, and nothing of the request.
        var words = exception is HttpRequestException ? exception.Message : failure.Message;
        var message = words is null ? "" : $": {InvocationLog.OneLine(words).TrimEnd('.')}";
        var request = failure.AwsRequestId is { Length: > 0 } id ? $" (request {id})" : "";
        return $"{failure.ErrorCode}{message}{request}";
    }
}
