namespace PostConfirmation.Reconcile;

/// <summary>What was done for a user, or in a dry run what would be done.</summary>
/// <param name="Reason">Why the user was skipped, or what failed.</param>
/// <param name="Groups">Which groups the user was added to.</param>
internal sealed record UserResult(UserOutcome Outcome, string? Reason = null, string? Groups = null)
{
    public const string Disabled = "disabled";
    public const string Deleted = "deleted-meanwhile";

    public static UserResult Skipped(string reason) => new(UserOutcome.Skipped, reason);

    public static UserResult Failed(string reason) => new(UserOutcome.Failed, reason);

    /// <param name="record">As it was before; null for none.</param>
    public static UserResult Completed(RecordState? record, IEnumerable<string> groups) =>
        new(record is null ? UserOutcome.Provisioned : UserOutcome.GroupAdded, Groups: Listed(groups));

    /// <summary>Tells of a failure which groups the user was added to before it.</summary>
    public UserResult After(IReadOnlyCollection<string> joined) =>
        Outcome == UserOutcome.Failed && joined.Count > 0 ? this with { Reason = $"{Reason}; was added to the group {Listed(joined)}" } : this;

    private static string Listed(IEnumerable<string> groups) => string.Join(" and ", groups);
}

internal enum UserOutcome
{
    /// <summary>There was nothing to do.</summary>
    Complete,

    /// <summary>Added to the group, and the record written.</summary>
    Provisioned,

    /// <summary>Added to the group that a record lacked.</summary>
    GroupAdded,
    Skipped,
    Failed,
}
