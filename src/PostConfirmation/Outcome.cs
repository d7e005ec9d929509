using Amazon.Runtime;

namespace PostConfirmation;

/// <summary>What became of an invocation.</summary>
/// <param name="Name">One of the names below, as the log and its alarms know it.</param>
/// <param name="Reason">Why a user was skipped or an event refused, or that a deferral found an existing record.</param>
/// <param name="Failure">What failed at a service.</param>
/// <param name="GroupFailure">What failed at the group, where <paramref name="Failure"/> is the record's.</param>
internal sealed record Outcome(string Name, string? Reason = null, Failure? Failure = null, Failure? GroupFailure = null)
{
    public const string Provisioned = "provisioned";
    public const string AlreadyProvisioned = "already-provisioned";
    public const string GroupDeferred = "group-deferred";
    public const string Skipped = "skipped";
    public const string Failed = "failed";

    /// <summary>The reason of a <see cref="GroupDeferred"/> whose record was there already and may have no <c>pending_group</c>.</summary>
    public const string RecordExists = "record-exists";
}

/// <summary>What failed at a service, as far as it may be logged.</summary>
/// <param name="Step">Which call: <c>group</c> or <c>record</c>; <c>function</c> for a bug of our own.</param>
/// <param name="ErrorCode">The service's code, or the exception's type where no service answered.</param>
/// <param name="Status">The HTTP status, where there was an answer.</param>
/// <param name="Retryable">Whether the same call may succeed later.</param>
/// <param name="Message">The service's message, left out where it quotes what was sent.</param>
internal sealed record Failure(
    string Step, string ErrorCode, int? Status, string? AwsRequestId, bool Retryable, string? Message)
{
    public const string GroupStep = "group";
    public const string RecordStep = "record";
    public const string FunctionStep = "function";

    public static Failure From(string step, Exception exception) => exception switch
    {
        AmazonServiceException e => new(
            step,
            string.IsNullOrEmpty(e.ErrorCode) ? e.GetType().Name : e.ErrorCode,
            (int)e.StatusCode is var status and not 0 ? status : null,
            e.RequestId,
            ServiceCall.IsTransient(e),
            QuotesTheRequest(e) ? null : e.Message),
        OperationCanceledException => new(step, "Timeout", null, null, true, "no answer in time"),
        _ => new(step, exception.GetType().Name, null, null, ServiceCall.IsTransient(exception), null),
    };

    private static bool QuotesTheRequest(AmazonServiceException e) =>
        e.ErrorCode is not { Length: > 0 } code
        || code.Contains("InvalidParameter", StringComparison.Ordinal)
        || code.Contains("Validation", StringComparison.Ordinal);
}
