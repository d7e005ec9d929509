using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Reconcile;

/// <summary>
/// The groups that this run may add users to. Anybody who can write the table can write any <c>pending_group</c>, so
/// it counts only if the operator has named the same group.
/// </summary>
/// <param name="Group">The group that every user belongs to.</param>
/// <param name="Former">Other groups that records may name, and the group that each stands for.</param>
internal sealed record RunGroups(string Group, IReadOnlyDictionary<string, string> Former)
{
    /// <returns>Why a record's <c>pending_group</c> is not followed; null if it is, or if there is none.</returns>
    public string? Problem(AttributeValue? pending) => pending switch
    {
        null => null,
        { S: null } => $"{UserRecord.PendingGroup} is not a string",
        { S: var name } when name != Group && !Former.ContainsKey(name) =>
            $"{UserRecord.PendingGroup} names '{InvocationLog.OneLine(name)}', which is not a group of this run",
        _ => null,
    };

    /// <param name="pending">One without a <see cref="Problem"/>.</param>
    /// <returns>The group to add the user to.</returns>
    public string Follow(AttributeValue pending) => Former.GetValueOrDefault(pending.S, Group);
}
