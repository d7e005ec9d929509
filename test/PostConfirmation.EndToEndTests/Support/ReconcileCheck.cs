using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>One run of the scheduled repair: it completes the users that the storm left incomplete, and changes no others.</summary>
internal static class ReconcileCheck
{
    /// <summary>One in this many requests to a service does its work, and the answer is lost.</summary>
    private const int OneLostIn = 4;

    /// <summary>Users for whom the trigger never ran. The storm itself may leave nobody without a record.</summary>
    private const int Missed = 8;

    public static async Task<string> RunAsync(EmulatorFixture emulators, FaultyServices services, FinalState[] ends)
    {
        // The test called the trigger, so the pool does not know yet that they are confirmed.
        await Parallel.ForEachAsync(ends, async (end, _) => await emulators.UserPool.SetPasswordAsync(end.SignUp.Name));
        var missed = await Task.WhenAll(Enumerable.Range(0, Missed).Select(_ => emulators.MissedAsync()));

        services.UserPools.Forget();
        services.Tables.Forget();
        services.Plan(LostAnswer, LostAnswer);
        await using var function = await emulators.ReconcileFunctionAsync(services);
        var run = await ScheduledReconcile.RunAsync(function);
        var lost = services.UserPools.Faults.Count + services.Tables.Faults.Count;
        Assert.Equal((0, 0), (Count(run, "failed"), Count(run, "unfinished")));

        await Parallel.ForEachAsync(ends, async (before, _) =>
        {
            var after = await FinalState.ReadAsync(before.SignUp, emulators, services.RecordedWrites);
            Assert.True(after.IsMember && after.Record is not null && !after.IsPending, before.SignUp.Sub);
            if (before.Record is not null)
                Assert.Equal(WithoutPendingGroup(before.Record), DynamoDbJson.From(after.Record!));
        });
        // As a stream of the table would show it: each user is inserted once, by the trigger or by Reconcile.
        Assert.All(ends, end => Assert.Single(services.RecordedWrites.For(end.SignUp.Sub)));
        foreach (var (name, sub) in missed)
            await services.AssertProvisionedAsync(name, sub);
        Assert.Empty(services.RecordedWrites.Unconditional);

        var figures = new Figures();
        figures.Add("users for whom the trigger never ran", missed.Length);
        figures.Add("left by the storm: without a record", ends.Count(end => end.Record is null));
        figures.Add("left by the storm: with pending_group", ends.Count(end => end.IsPending));
        figures.Add("users that Reconcile saw", Count(run, "seen"));
        figures.Add("  complete already, or skipped", Count(run, "seen") - Count(run, "provisioned") - Count(run, "groupAdded"));
        figures.Add("  provisioned", Count(run, "provisioned"));
        figures.Add("  added to the pending group", Count(run, "groupAdded"));
        figures.Add("invocations of Reconcile", function.Invocations.Count);
        figures.Add("its time", TimeSpan.FromSeconds(function.Invocations.Sum(invocation => invocation.Duration.TotalSeconds)));
        figures.Add("answers that it did not get", lost);
        figures.Add("users that are complete and were inserted once", ends.Length + missed.Length);
        return figures.ToString();
    }

    private static Fault? LostAnswer(int number) => number % OneLostIn == 0 ? Fault.CutAfter : null;

    private static int Count(JsonNode run, string name) => (int)(long)run[name]!;

    private static string WithoutPendingGroup(Dictionary<string, AttributeValue> record) =>
        DynamoDbJson.From(record.Where(attribute => attribute.Key != "pending_group").ToDictionary());
}
