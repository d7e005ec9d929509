using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>One run of the scheduled repair: it completes the users that the storm left incomplete, and changes no others.</summary>
internal static class ReconcileCheck
{
    public static async Task<string> RunAsync(EmulatorFixture emulators, FaultyServices services, FinalState[] ends)
    {
        // The test called the trigger, so the pool does not know yet that they are confirmed.
        await Parallel.ForEachAsync(ends, async (end, _) => await emulators.UserPool.SetPasswordAsync(end.SignUp.Name));

        await using var function = await emulators.ReconcileFunctionAsync();
        var run = await ScheduledReconcile.RunAsync(function);
        Assert.Equal((0, 0), (Count(run, "failed"), Count(run, "unfinished")));

        await Parallel.ForEachAsync(ends, async (before, _) =>
        {
            var after = await FinalState.ReadAsync(before.SignUp, emulators, services.RecordedWrites);
            Assert.True(after.IsMember && after.Record is not null && !after.IsPending, before.SignUp.Sub);
            if (before.Record is not null)
                Assert.Equal(WithoutPendingGroup(before.Record), DynamoDbJson.From(after.Record!));
        });

        var figures = new Figures();
        figures.Add("users that Reconcile saw", Count(run, "seen"));
        figures.Add("  complete already, or skipped", Count(run, "seen") - Count(run, "provisioned") - Count(run, "groupAdded"));
        figures.Add("  provisioned", Count(run, "provisioned"));
        figures.Add("  added to the pending group", Count(run, "groupAdded"));
        return figures.ToString();
    }

    private static int Count(JsonNode run, string name) => (int)(long)run[name]!;

    private static string WithoutPendingGroup(Dictionary<string, AttributeValue> record) =>
        DynamoDbJson.From(record.Where(attribute => attribute.Key != "pending_group").ToDictionary());
}
