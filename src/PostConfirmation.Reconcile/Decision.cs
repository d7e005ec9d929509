namespace PostConfirmation.Reconcile;

/// <summary>What a user lacks, decided from the pool's and the table's answers alone, without another call.</summary>
/// <param name="Result">The result if there is nothing to do, else null.</param>
/// <param name="Groups">The groups to add the user to, one after the other; then the record can be completed.</param>
internal sealed record Decision(UserResult? Result, IReadOnlyList<string> Groups)
{
    /// <param name="record">Null for none.</param>
    /// <param name="groups">Which groups this run may add users to.</param>
    public static Decision From(PoolUser user, RecordState? record, RunGroups groups, ReconcileOptions options)
    {
        if (user.Identity is { Sub: "" } or { UserName: "" })
            return Nothing(UserResult.Failed("the pool lists it without a sub or a user name"));
        if (user.IsDisabled)
            return Nothing(UserResult.Skipped(UserResult.Disabled));
        if (groups.Problem(record?.Pending) is { } problem)
            return Nothing(UserResult.Failed(problem));
        if (record is { Pending: null } && !options.EnsuresGroup)
            return Nothing(new(UserOutcome.Complete));
        if (user.ReasonToSkip(options.Settings.AllowUnverifiedUsers, options.AdditionalStatuses) is { } reason)
            return Nothing(UserResult.Skipped(reason));

        return new(null, [.. GroupsFor(record, groups, options.EnsuresGroup).Distinct()]);
    }

    private static Decision Nothing(UserResult result) => new(result, []);

    private static IEnumerable<string> GroupsFor(RecordState? record, RunGroups groups, bool ensuresGroup)
    {
        if (record?.Pending is { } pending)
            yield return groups.Follow(pending);
        if (record?.Pending is null || ensuresGroup)
            yield return groups.Group;
    }
}
