using Amazon.CognitoIdentityProvider;
using Amazon.DynamoDBv2;

namespace PostConfirmation.Reconcile;

/// <summary>
/// Completes every user whom the trigger missed. Safe to stop, to repeat, and to run beside the trigger and itself.
/// </summary>
internal sealed class Reconciliation(
    IAmazonCognitoIdentityProvider cognito, IAmazonDynamoDB dynamoDb, ReconcileOptions options, TimeProvider clock, Random? random = null)
{
    private static readonly TimeSpan RetryTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Somebody sits and waits for these.</summary>
    private static readonly TimeSpan PreflightTimeout = TimeSpan.FromSeconds(20);

    public Summary Summary { get; } = new();

    /// <summary>About how many users there are, once that is known.</summary>
    public long? Estimate { get; private set; }

    /// <exception cref="RunStoppedException">Nobody can be completed as things are.</exception>
    /// <exception cref="OperationCanceledException">Stopped; <see cref="Summary"/> has what was done.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var preflight = new Preflight(cognito, dynamoDb, options, new(new(options.ListRate, clock, random), PreflightTimeout, clock, random));
        await preflight.CheckAsync(stop);
        var scan = Scan(await preflight.GroupsAsync(stop));
        if (options.Subs.Count > 0)
        {
            Estimate = options.Subs.Count;
            await scan.OnlyAsync(options.Subs, stop);
        }
        else
        {
            Estimate = await preflight.EstimateAsync(stop);
            await scan.AllAsync(stop);
        }

        Summary.AssertAddsUp();
    }

    private UserPoolScan Scan(RunGroups runGroups)
    {
        var lists = new RetryingCall(new(options.ListRate, clock, random), RetryTimeout, clock, random);
        var groups = new RetryingCall(new(options.GroupRate, clock, random), RetryTimeout, clock, random);
        var table = new RetryingCall(new(double.PositiveInfinity, clock, random), RetryTimeout, clock, random);
        var records = new Records(dynamoDb, options.Settings.TableName, table);
        var provisioner = new UserProvisioner(cognito, dynamoDb, options.Settings, clock, random);
        var completion = new Completion(provisioner, records, groups, table, runGroups, options, clock);
        return new(new(cognito, options.UserPoolId, lists), records, completion, Summary);
    }
}
