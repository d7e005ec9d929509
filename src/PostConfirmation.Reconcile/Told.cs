namespace PostConfirmation.Reconcile;

/// <summary>Failures in the words that a log may hold, on one line.</summary>
internal static class Told
{
    public static string Of(Exception exception) => Of(Failure.Of("", exception));

    public static string Of(Failure failure)
    {
        var step = failure.Step.Length > 0 ? $"{failure.Step}: " : "";
        var message = failure.Message is { } words ? $": {InvocationLog.OneLine(words).TrimEnd('.')}" : "";
        var request = failure.AwsRequestId is { Length: > 0 } id ? $" (request {id})" : "";
        return $"{step}{failure.ErrorCode}{message}{request}";
    }
}
