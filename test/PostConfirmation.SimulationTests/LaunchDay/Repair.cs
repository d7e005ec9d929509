using PostConfirmation.Reconcile;
using PostConfirmation.Reconcile.Lambda;
using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>How Reconcile is run.</summary>
/// <param name="GroupRate">Group calls a second.</param>
/// <param name="IsByHand">The command; otherwise the Lambda function, 15 minutes at a time.</param>
internal sealed record Repair(double GroupRate, bool IsByHand)
{
    public static readonly Repair Scheduled = new(ReconcileOptions.DefaultGroupRate, IsByHand: false);

    /// <summary>The faster rate that the documentation suggests.</summary>
    public static readonly Repair ByHand = new(GroupRate: 20, IsByHand: true);

    private static readonly TimeSpan LambdaTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Walks the whole pool.</summary>
    /// <returns>How many users the run did not complete, and how often the Lambda function was invoked.</returns>
    public async Task<(long Failed, int Invocations)> RunAsync(Client client, TimeProvider clock, Random random)
    {
        var options = new ReconcileOptions(Some.UserPoolId, Some.Settings, AdditionalStatuses: [], Subs: [], GroupRate: GroupRate);
        if (IsByHand)
        {
            var run = new Reconciliation(client.Cognito, client.DynamoDb, options, clock, random);
            await run.RunAsync(CancellationToken.None);
            return (run.Summary[UserOutcome.Failed], 0);
        }

        var function = new ReconcileFunction(client.Cognito, client.DynamoDb, options, clock, random);
        var (failed, from) = (0L, Continuation.NewWalk);
        for (var invocations = 1; ; invocations++)
        {
            var answer = await function.FunctionHandler(from, LambdaContext.From(LambdaTimeout, clock, new RecordingLogger()));
            failed += (long)answer["failed"]!;
            if (answer["next"] is null)
                return (failed, invocations);
            from = Continuation.From(answer);
        }
    }
}
