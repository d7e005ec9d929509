using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>One run of Reconcile, which completes whoever the storm left and touches nobody else.</summary>
internal static class ReconcileCheck
{
    public static async Task<string> RunAsync(EmulatorFixture emulators, FaultyServices services, FinalState[] ends)
    {
        // The test called the trigger, so the pool does not know yet that they are confirmed.
        await Parallel.ForEachAsync(ends, async (end, _) => await emulators.UserPool.SetPasswordAsync(end.SignUp.Name));

        var run = (await emulators.ReconcileAsync()).AssertSucceeded();

        await Parallel.ForEachAsync(ends, async (before, _) =>
        {
            var after = await FinalState.ReadAsync(before.SignUp, emulators, services.RecordedWrites);
            Assert.True(after.IsMember && after.Record is not null && !after.IsPending, before.SignUp.Sub);
            if (before.Record is not null)
                Assert.Equal(WithoutDebt(before.Record), DynamoDbJson.From(after.Record!));
        });

        var figures = new Figures();
        figures.Add("users that Reconcile saw", (int)run["seen"]);
        figures.Add("  complete already, or skipped", (int)(run["seen"] - run["provisioned"] - run["groupAdded"]));
        figures.Add("  provisioned", (int)run["provisioned"]);
        figures.Add("  added to the group that was owed", (int)run["groupAdded"]);
        return figures.ToString();
    }

    private static string WithoutDebt(Dictionary<string, AttributeValue> record) =>
        DynamoDbJson.From(record.Where(attribute => attribute.Key != "pending_group").ToDictionary());
}
