using Amazon.CognitoIdentityProvider;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace PostConfirmation.Reconcile;

/// <summary>Checks pool, group and table before anything is changed.</summary>
internal sealed class Preflight(
    IAmazonCognitoIdentityProvider cognito, IAmazonDynamoDB dynamoDb, ReconcileOptions options, RetryingCall calls)
{
    private string Pool => options.UserPoolId;

    private string Group => options.Settings.GroupName;

    private string Table => options.Settings.TableName;

    /// <exception cref="RunStoppedException">One sentence that says what is wrong.</exception>
    public async Task CheckAsync(CancellationToken stop)
    {
        await AskAsync(
            "ListUsers", $"There is no user pool {Pool} in this region and account",
            token => cognito.ListUsersAsync(new() { UserPoolId = Pool, Limit = 1 }, token), stop);
        await AskAsync(
            "GetGroup", $"The user pool {Pool} has no group {Group}",
            token => cognito.GetGroupAsync(new() { UserPoolId = Pool, GroupName = Group }, token), stop);
        var answer = await AskAsync(
            "DescribeTable", $"There is no table {Table} in this region and account",
            token => dynamoDb.DescribeTableAsync(new DescribeTableRequest { TableName = Table }, token), stop);

        var keys = answer.Table.KeySchema.Select(key =>
            $"{key.AttributeName} ({answer.Table.AttributeDefinitions.Single(a => a.AttributeName == key.AttributeName).AttributeType.Value})");
        if (string.Join(", ", keys) is var found && found != $"{UserRecord.PartitionKey} (S), {UserRecord.SortKey} (S)")
            throw new RunStoppedException($"The table {Table} has the keys {found}, not {UserRecord.PartitionKey} and {UserRecord.SortKey}, both strings");
    }

    /// <summary>In Cognito a renamed group is a new group, and the old one is gone. So the old name in a record stands for the group of this run.</summary>
    /// <exception cref="RunStoppedException">Cognito did not answer whether there is such a group.</exception>
    public async Task<RunGroups> GroupsAsync(CancellationToken stop)
    {
        var former = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in options.PendingGroups)
            former[name] = await ExistsAsync(name, stop) ? name : Group;
        return new(Group, former);
    }

    /// <returns>About how many users there are; null where Cognito does not answer or access is denied.</returns>
    public async Task<long?> EstimateAsync(CancellationToken stop)
    {
        try
        {
            var answer = await calls.RunAsync(
                "DescribeUserPool", token => cognito.DescribeUserPoolAsync(new() { UserPoolId = Pool }, token), stop);
            return answer.UserPool?.EstimatedNumberOfUsers is > 0 and var users ? users : null;
        }
        catch (Exception e) when (e is RunStoppedException or AmazonServiceException)
        {
            return null; // Only the progress bar needs it.
        }
    }

    private async Task<bool> ExistsAsync(string group, CancellationToken stop)
    {
        try
        {
            await calls.RunAsync("GetGroup", token => cognito.GetGroupAsync(new() { UserPoolId = Pool, GroupName = group }, token), stop);
            return true;
        }
        catch (AmazonServiceException e) when (IsMissing(e))
        {
            return false;
        }
        catch (AmazonServiceException e)
        {
            throw new RunStoppedException($"GetGroup failed: {ErrorText.Describe(e)}", e);
        }
    }

    private static bool IsMissing(AmazonServiceException e) => e.ErrorCode == "ResourceNotFoundException";

    private async Task<T> AskAsync<T>(string operation, string whenMissing, Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        try
        {
            return await calls.RunAsync(operation, call, stop);
        }
        catch (AmazonServiceException e)
        {
            throw new RunStoppedException($"{(IsMissing(e) ? whenMissing : $"{operation} failed")}: {ErrorText.Describe(e)}", e);
        }
    }
}
