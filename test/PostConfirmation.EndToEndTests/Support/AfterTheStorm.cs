using Amazon.DynamoDBv2.Model;
using PostConfirmation.Tests.Support;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>One run of Reconcile, which completes whoever the storm left and touches nobody else.</summary>
internal static class AfterTheStorm
{
    public static async Task<string> RepairAsync(Playground playground, FaultyServices services, Aftermath[] ends)
    {
        // The test called the trigger, so the pool does not know yet that they are confirmed.
        await Parallel.ForEachAsync(ends, async (end, _) => await playground.UserPool.SetPasswordAsync(end.Story.Name));

        var run = (await playground.ReconcileAsync()).AssertSucceeded();

        await Parallel.ForEachAsync(ends, async (before, _) =>
        {
            var after = await Aftermath.OfAsync(before.Story, playground, services.Ledger);
            Assert.True(after.IsMember && after.Record is not null && !after.IsPending, before.Story.Sub);
            if (before.Record is not null)
                Assert.Equal(WithoutDebt(before.Record), DynamoDbJson.Of(after.Record!));
        });

        var figures = new Figures();
        figures.Add("users that Reconcile saw", (int)run["seen"]);
        figures.Add("  complete already, or skipped", (int)(run["seen"] - run["provisioned"] - run["groupAdded"]));
        figures.Add("  provisioned", (int)run["provisioned"]);
        figures.Add("  added to the group that was owed", (int)run["groupAdded"]);
        return figures.ToString();
    }

    private static string WithoutDebt(Dictionary<string, AttributeValue> record) =>
        DynamoDbJson.Of(record.Where(attribute => attribute.Key != "pending_group").ToDictionary());
}
