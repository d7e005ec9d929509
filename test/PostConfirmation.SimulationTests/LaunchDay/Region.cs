using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>A user pool and a table, and the quotas that all who use them share. DynamoDB has none here.</summary>
internal sealed class Region(Plan plan, TimeProvider clock)
{
    public ModelUserPool Pool { get; } = new();

    public Table Table { get; } = new();

    public Quota Groups { get; } = new(plan.GroupQuota, clock);

    public Quota Lists { get; } = new(plan.ListQuota, clock);

    /// <summary>In the group, and with a record that was inserted once and has no <c>pending_group</c>.</summary>
    public bool IsComplete(User user) =>
        Pool.IsMember(user.Name) && Table.VersionsOf(user) is [{ IsOurs: true }] or [{ IsPending: true }, { IsOurs: true }]
        && !Table.VersionsOf(user)[^1].IsPending;
}
