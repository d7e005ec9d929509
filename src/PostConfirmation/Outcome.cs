namespace PostConfirmation;

/// <summary>What became of an invocation.</summary>
/// <param name="Name">One of the names below, as the log and its alarms know it.</param>
/// <param name="Reason">Why a user was skipped, or an event refused.</param>
/// <param name="Failure">What failed at a service: the sign-up's end, or for <see cref="GroupDeferred"/> not.</param>
internal sealed record Outcome(string Name, string? Reason = null, Failure? Failure = null)
{
    public const string Provisioned = "provisioned";
    public const string AlreadyProvisioned = "already-provisioned";
    public const string GroupDeferred = "group-deferred";
    public const string Skipped = "skipped";
    public const string Failed = "failed";
}
