using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Reconcile;

/// <summary>Gives one user what is missing: the group, the record, or nothing.</summary>
internal sealed class Completion(
    UserProvisioner provisioner, Records records, RetryingCall groupCalls, RetryingCall recordCalls, ReconcileOptions options, TimeProvider clock)
{
    /// <summary>The trigger, or another run, changes a record once or twice while this one looks at it.</summary>
    private const int MaxRounds = 4;

    /// <param name="record">As it was found, null for none; it may have changed since.</param>
    /// <exception cref="RunStoppedException">It is not about this user.</exception>
    /// <exception cref="OperationCanceledException">Stopped: what is not done is left for the next run.</exception>
    public async Task<UserResult> CompleteAsync(PoolUser user, RecordState? record, CancellationToken stop)
    {
        var step = Failure.GroupStep;
        var group = options.Settings.GroupName;
        try
        {
            for (var round = 0; round < MaxRounds; round++)
            {
                if (WithoutCalls(user, record) is { } result)
                    return result;

                step = Failure.GroupStep;
                group = record?.PendingGroup ?? options.Settings.GroupName;
                await groupCalls.RunAsync(
                    "AdminAddUserToGroup", token => provisioner.AddToGroupAsync(user.Identity, group, token), stop);
                step = Failure.RecordStep;
                if (await SaveAsync(user, record, stop))
                    return new(record is null ? UserOutcome.Provisioned : UserOutcome.GroupAdded);
                record = (await records.FindAsync([user.Sub], consistent: true, stop)).GetValueOrDefault(user.Sub);
            }

            return UserResult.Failed("record: it keeps changing");
        }
        catch (UserNotFoundException)
        {
            return UserResult.Skipped(UserResult.Deleted);
        }
        catch (Amazon.CognitoIdentityProvider.Model.ResourceNotFoundException e) when (group == options.Settings.GroupName)
        {
            throw new RunStoppedException($"The group {group} or its user pool is gone: {ErrorText.Describe(e)}", e);
        }
        catch (Amazon.DynamoDBv2.Model.ResourceNotFoundException e)
        {
            throw new RunStoppedException($"The table {options.Settings.TableName} is gone: {ErrorText.Describe(e)}", e);
        }
        catch (Exception e) when (e is not RunStoppedException && !stop.IsCancellationRequested)
        {
            return UserResult.Failed($"{step}: {ErrorText.Describe(e)}");
        }
    }

    /// <returns>Null for a user to whom something must be done.</returns>
    private UserResult? WithoutCalls(PoolUser user, RecordState? record)
    {
        if (user.Identity is { Sub: "" } or { UserName: "" })
            return UserResult.Failed("the pool tells no sub or no user name");
        if (user.IsDisabled)
            return UserResult.Skipped(UserResult.Disabled);

        // What is pending, the trigger decided when it wrote the record: only Cognito's answer was late.
        if (record?.PendingGroup is null)
        {
            if (record is not null && !options.All)
                return new(UserOutcome.Complete);
            if (user.ReasonToSkip(options.Settings.AllowUnverifiedUsers, options.AdditionalStatuses) is { } reason)
                return UserResult.Skipped(reason);
        }

        return options.DryRun ? new(record is null ? UserOutcome.Provisioned : UserOutcome.GroupAdded) : null;
    }

    /// <returns>False where the record is no longer what it was.</returns>
    private async Task<bool> SaveAsync(PoolUser user, RecordState? record, CancellationToken stop)
    {
        if (record is not null)
            return record.PendingGroup is not { } pending || await records.RemovePendingAsync(user.Sub, pending, stop);

        try
        {
            var created = user.Created ?? clock.GetUtcNow();
            await recordCalls.RunAsync(
                "PutItem", token => provisioner.WriteRecordAsync(user.Identity, created, pendingGroup: null, token), stop);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }
}
