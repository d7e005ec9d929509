using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation;

/// <summary>
/// Adds a user to the group, then writes the record. Safe to repeat, at the same time too: a record without
/// <c>pending_group</c> means that both are done, and a record that is there is never changed.
/// </summary>
internal sealed class UserProvisioner(
    IAmazonCognitoIdentityProvider cognito, IAmazonDynamoDB dynamoDb, Settings settings, TimeProvider clock)
{
    /// <summary>So that a group call which hangs leaves time to write the record.</summary>
    private const double GroupShare = 0.6;

    private static readonly TimeSpan GroupLimit = TimeSpan.FromSeconds(2.5);

    /// <param name="budget">The time for both calls, retries included.</param>
    public async Task<Outcome> ProvisionAsync(ConfirmedUser user, TimeSpan budget)
    {
        var started = clock.GetTimestamp();

        Failure? deferred = null;
        try
        {
            var share = budget * GroupShare;
            await AddToGroupAsync(user, share < GroupLimit ? share : GroupLimit);
        }
        catch (UserNotFoundException e)
        {
            return new(Outcome.Failed, Failure: Failure.Of(Failure.GroupStep, e)); // there is nobody to provision
        }
        catch (Exception e)
        {
            // The user is confirmed, and nobody will call again: the record remembers what is owed.
            deferred = Failure.Of(Failure.GroupStep, e);
        }

        try
        {
            var pendingGroup = deferred is null ? null : settings.GroupName;
            await WriteRecordAsync(user, pendingGroup, budget - clock.GetElapsedTime(started));
        }
        catch (ConditionalCheckFailedException) when (deferred is null)
        {
            return new(Outcome.AlreadyProvisioned);
        }
        catch (ConditionalCheckFailedException)
        {
            return new(Outcome.GroupDeferred, Failure: deferred);
        }
        catch (Exception e)
        {
            return new(Outcome.Failed, Failure: Failure.Of(Failure.RecordStep, e));
        }

        return deferred is null ? new(Outcome.Provisioned) : new(Outcome.GroupDeferred, Failure: deferred);
    }

    private async Task AddToGroupAsync(ConfirmedUser user, TimeSpan budget)
    {
        var request = new AdminAddUserToGroupRequest
        {
            UserPoolId = user.UserPoolId,
            Username = user.UserName,
            GroupName = settings.GroupName,
        };
        await ServiceCall.RunAsync(token => cognito.AdminAddUserToGroupAsync(request, token), budget, clock);
    }

    private async Task WriteRecordAsync(ConfirmedUser user, string? pendingGroup, TimeSpan budget)
    {
        var request = new PutItemRequest
        {
            TableName = settings.TableName,
            Item = UserRecord.Of(user, clock.GetUtcNow(), pendingGroup),
            ConditionExpression = $"attribute_not_exists({UserRecord.PartitionKey})",
        };
        await ServiceCall.RunAsync(token => dynamoDb.PutItemAsync(request, token), budget, clock);
    }
}
