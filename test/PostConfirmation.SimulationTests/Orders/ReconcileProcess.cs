using PostConfirmation.Reconcile;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>Somebody runs Reconcile.</summary>
/// <param name="all">Also for those whose record somebody else may have written.</param>
internal sealed class ReconcileProcess(string name, bool all, World world, int seed) : Process(name, world, seed)
{
    // No rate limit: waiting for a turn would add nothing here.
    private readonly ReconcileOptions options = new(
        Some.UserPoolId, Some.Settings, AdditionalStatuses: [], Subs: [], All: all,
        GroupRate: double.PositiveInfinity, ListRate: double.PositiveInfinity);

    protected override string Kind => "Reconcile";

    protected override string Result => "Reconcile ended";

    protected override async Task RunAsync()
    {
        var reconciliation = new Reconciliation(Cognito, DynamoDb, options, Clock, Random);
        try
        {
            await reconciliation.RunAsync(CancellationToken.None);
            Learn($"ends: {reconciliation.Summary[UserOutcome.Failed]} failed");
        }
        catch (RunStoppedException e)
        {
            Learn($"ends: {e.Message}");
        }
    }
}
