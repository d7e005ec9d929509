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

    /// <summary>Short, because an operator waits for the first checks.</summary>
    private static readonly TimeSpan PreflightTimeout = TimeSpan.FromSeconds(20);

    public ReconcileOptions Options => options;

    public Summary Summary { get; } = new();

    /// <summary>About how many users the pool has; null until that is known.</summary>
    public long? Estimate { get; private set; }

    /// <exception cref="RunStoppedException">The run cannot go on.</exception>
    /// <exception cref="OperationCanceledException">Stopped; <see cref="Summary"/> has what was done.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var preflight = Preflight(PreflightTimeout);
        var scan = await ScanAsync(preflight, stop);
        if (options.Subs.Count > 0)
        {
            Estimate = options.Subs.Count;
            await scan.OnlyAsync(options.Subs, stop);
        }
        else
        {
            Estimate = await preflight.EstimateAsync(stop);
            await scan.AllAsync(Bookmark.FirstPage, wrapUp: CancellationToken.None, stop);
            stop.ThrowIfCancellationRequested();
        }

        Summary.AssertAddsUp();
    }

    /// <summary>Completes as much of the pool as time allows. Nobody waits for it, so even its first calls are retried for a long time.</summary>
    /// <inheritdoc cref="UserPoolScan.AllAsync"/>
    public async Task<Bookmark?> WalkAsync(Bookmark from, CancellationToken wrapUp, CancellationToken stop)
    {
        try
        {
            var scan = await ScanAsync(Preflight(RetryTimeout), stop);
            var left = await scan.AllAsync(from, wrapUp, stop);
            if (!stop.IsCancellationRequested)
                Summary.AssertAddsUp();
            return left;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return from; // no time left before the walk began
        }
    }

    private Preflight Preflight(TimeSpan timeout) =>
        new(cognito, dynamoDb, options, new(new(options.ListRate, clock, random), timeout, clock, random));

    private async Task<UserPoolScan> ScanAsync(Preflight preflight, CancellationToken stop)
    {
        await preflight.CheckAsync(stop);
        var runGroups = await preflight.GroupsAsync(stop);
        var lists = new RetryingCall(new(options.ListRate, clock, random), RetryTimeout, clock, random);
        var groups = new RetryingCall(new(options.GroupRate, clock, random), RetryTimeout, clock, random);
        var table = new RetryingCall(new(double.PositiveInfinity, clock, random), RetryTimeout, clock, random);
        var records = new Records(dynamoDb, options.Settings.TableName, table);
        var provisioner = new UserProvisioner(cognito, dynamoDb, options.Settings, clock, random);
        var completion = new Completion(provisioner, records, groups, table, runGroups, options, clock);
        return new(new(cognito, options.UserPoolId, lists), records, completion, Summary);
    }
}
