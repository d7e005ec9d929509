using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>What must hold at every moment.</summary>
internal sealed class Promises(World world)
{
    /// <summary>Of the 5 s that Cognito waits.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>What a record has, but for pending_group.</summary>
    private static readonly string[] Whole = ["PK", "SK", "addresses", "date_created", "email", "shopping_cart", "sub", "username"];

    private readonly Dictionary<User, int> seen = world.Users.ToDictionary(user => user, _ => 0);

    public void AssertKept()
    {
        foreach (var user in world.Users)
        {
            var versions = world.Table.VersionsOf(user);
            for (; seen[user] < versions.Count; seen[user]++)
                AssertChange(seen[user] > 0 ? versions[seen[user] - 1] : null, versions[seen[user]]);
            if (versions is [.., { IsPending: false, IsOurs: true }])
                Assert(world.Pool.IsMember(user.Name), "A record of ours without pending_group is there, and the user is not in the group.");
        }

        foreach (var process in world.Processes.Append(world.Afterwards))
        {
            process.AssertEndedWell();
            if (process is TriggerProcess { Answer: { } result } trigger)
                AssertResult(trigger, result);
        }
    }

    /// <summary>Reconcile ran after everything.</summary>
    public void AssertComplete()
    {
        foreach (var user in world.Users)
        {
            Assert(world.Pool.IsMember(user.Name), "Reconcile ran, and the user is not in the group.");
            Assert(world.Table.VersionsOf(user) is [.., { Item: not null, IsPending: false }], "Reconcile ran, and the user has no complete record.");
        }
    }

    private static void AssertChange(ItemVersion? before, ItemVersion after)
    {
        if (after.Author is null)
            return;
        if (before?.Item is null)
            Assert(IsWhole(after), $"{after.Author} made a record that is not whole.");
        else
            Assert(after.Text == before.Text || after.Text == WithoutPending(before), $"{after.Author} changed a record that was there.");
    }

    private static bool IsWhole(ItemVersion version) =>
        version.Item?.Keys.Where(name => name != UserRecord.PendingGroup).Order(StringComparer.Ordinal).SequenceEqual(Whole) == true;

    private static string WithoutPending(ItemVersion version) =>
        new ItemVersion(new(version.Item!.Where(value => value.Key != UserRecord.PendingGroup))).Text;

    private static void Assert(bool kept, string sentence)
    {
        if (!kept)
            throw new BrokenPromiseException(sentence);
    }

    private void AssertResult(TriggerProcess trigger, FunctionResult result)
    {
        Assert(result.Took <= Limit, $"{trigger.Name} took {result.Took.TotalSeconds:0.000} s.");
        if (!result.IsSuccess)
        {
            Assert(trigger.Last is { Operation: "PutItem", IsAnswered: false }, $"{trigger.Name} answered with an error, and nothing was wrong with the record.");
            return;
        }

        if (world.Scenario.Has(Bystanders.Eraser))
            return;
        Assert(world.Table.VersionsOf(trigger.User) is [.., { Item: not null }], $"{trigger.Name} answered with success, and there is no record.");
        Assert(
            world.Pool.IsMember(trigger.User.Name) || world.Table.VersionsOf(trigger.User)[^1].IsPending || result.Reason == "record-exists",
            $"{trigger.Name} answered with success, and neither the group has the user, nor the record pending_group, nor the log record-exists.");
    }
}
