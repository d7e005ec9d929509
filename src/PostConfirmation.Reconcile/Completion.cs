using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Reconcile;

/// <summary>Gives one user what is missing: the group, the record, or nothing.</summary>
internal sealed class Completion(
    UserProvisioner provisioner,
    Records records,
    RetryingCall groupCalls,
    RetryingCall recordCalls,
    RunGroups groups,
    ReconcileOptions options,
    TimeProvider clock)
{
    /// <summary>The trigger or another run may change a record once or twice meanwhile.</summary>
    private const int MaxRounds = 4;

    /// <param name="record">The record as it was found, null for none. It may have changed since.</param>
    /// <exception cref="RunStoppedException">The failure does not concern this user alone.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the next run does the rest.</exception>
    public async Task<UserResult> CompleteAsync(PoolUser user, RecordState? record, CancellationToken stop)
    {
        var (step, group) = ("", "");
        var joined = new List<string>(); // over all rounds
        try
        {
            for (var round = 0; round < MaxRounds; round++)
            {
                var decision = Decision.From(user, record, groups, options);
                if (decision.Result is { } result)
                    return result.After(joined);
                if (options.DryRun)
                    return UserResult.Completed(record, decision.Groups);

                foreach (var name in decision.Groups)
                {
                    (step, group) = ($"{Failure.GroupStep} {name}", name);
                    await groupCalls.RunAsync(
                        "AdminAddUserToGroup", token => provisioner.AddToGroupAsync(user.Identity, name, token), stop);
                    if (!joined.Contains(name))
                        joined.Add(name);
                }

                step = Failure.RecordStep;
                if (await SaveAsync(user, record, stop))
                    return UserResult.Completed(record, joined);
                record = (await records.FindAsync([user.Sub], consistent: true, stop)).GetValueOrDefault(user.Sub);
            }

            return UserResult.Failed($"{Failure.RecordStep}: it keeps changing").After(joined);
        }
        catch (UserNotFoundException)
        {
            return UserResult.Skipped(UserResult.Deleted);
        }
        catch (Amazon.CognitoIdentityProvider.Model.ResourceNotFoundException e) when (group == groups.Group)
        {
            throw new RunStoppedException($"The group {group} or its user pool is gone: {ErrorText.Describe(e)}", e);
        }
        catch (Amazon.DynamoDBv2.Model.ResourceNotFoundException e)
        {
            throw new RunStoppedException($"The table {options.Settings.TableName} is gone: {ErrorText.Describe(e)}", e);
        }
        catch (Exception e) when (e is not RunStoppedException && !stop.IsCancellationRequested)
        {
            return UserResult.Failed($"{step}: {ErrorText.Describe(e)}").After(joined);
        }
    }

    /// <returns>False if the record has changed since it was found.</returns>
    private async Task<bool> SaveAsync(PoolUser user, RecordState? record, CancellationToken stop)
    {
        if (record is not null)
            return record.Pending is not { } pending || await records.RemovePendingAsync(user.Sub, pending, stop);

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
