using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation;

/// <summary>
/// Adds a user to the group, then writes the record. Safe to repeat, also at the same time: a record without
/// <c>pending_group</c> means that both are done, and an existing record is never changed.
/// </summary>
internal sealed class UserProvisioner(
    IAmazonCognitoIdentityProvider cognito, IAmazonDynamoDB dynamoDb, Settings settings, TimeProvider clock, Random? random = null)
{
    /// <summary>A group call that hangs must leave time to write the record.</summary>
    private const double GroupShare = 0.6;

    /// <param name="budget">The time for both calls, retries included.</param>
    public async Task<Outcome> ProvisionAsync(UserIdentity user, TimeSpan budget)
    {
        var started = clock.GetTimestamp();

        Failure? deferred = null;
        try
        {
            await ServiceCall.RunAsync(token => AddToGroupAsync(user, settings.GroupName, token), budget * GroupShare, clock, random);
        }
        catch (UserNotFoundException e)
        {
            return new(Outcome.Failed, Failure: Failure.From(Failure.GroupStep, e)); // there is nobody to provision
        }
        catch (Exception e)
        {
            // The user is confirmed, and Cognito will not call again: the record says which group is missing.
            deferred = Failure.From(Failure.GroupStep, e);
        }

        var recordExists = false;
        try
        {
            var (created, pendingGroup) = (clock.GetUtcNow(), deferred is null ? null : settings.GroupName);
            await ServiceCall.RunAsync(
                token => WriteRecordAsync(user, created, pendingGroup, token), budget - clock.GetElapsedTime(started), clock, random);
        }
        catch (ConditionalCheckFailedException)
        {
            recordExists = true;
        }
        catch (Exception e)
        {
            return new(Outcome.Failed, Failure: Failure.From(Failure.RecordStep, e), GroupFailure: deferred);
        }

        return deferred is null
            ? new(recordExists ? Outcome.AlreadyProvisioned : Outcome.Provisioned)
            : new(Outcome.GroupDeferred, recordExists ? Outcome.RecordExists : null, deferred);
    }

    /// <summary>One attempt. Not an error for a user who is in the group already.</summary>
    public Task<AdminAddUserToGroupResponse> AddToGroupAsync(UserIdentity user, string groupName, CancellationToken token) =>
        cognito.AdminAddUserToGroupAsync(
            new() { UserPoolId = user.UserPoolId, Username = user.UserName, GroupName = groupName }, token);

    /// <summary>One attempt.</summary>
    /// <exception cref="ConditionalCheckFailedException">The user has a record already. It stays as it is.</exception>
    public Task<PutItemResponse> WriteRecordAsync(
        UserIdentity user, DateTimeOffset created, string? pendingGroup, CancellationToken token) =>
        dynamoDb.PutItemAsync(
            new PutItemRequest
            {
                TableName = settings.TableName,
                Item = UserRecord.From(user, created, pendingGroup),
                ConditionExpression = $"attribute_not_exists({UserRecord.PartitionKey})",
            },
            token);
}
