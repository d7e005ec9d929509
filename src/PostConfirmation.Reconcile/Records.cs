using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Reconcile;

/// <param name="Pending">The <c>pending_group</c>, null if there is none. Anybody may have written it, so it is followed only where <see cref="RunGroups"/> allows it.</param>
internal sealed record RecordState(AttributeValue? Pending);

/// <summary>Reads from users' records what is missing.</summary>
internal sealed class Records(IAmazonDynamoDB dynamoDb, string tableName, RetryingCall calls)
{
    /// <summary>DynamoDB's maximum for one batch.</summary>
    private const int KeysAtOnce = 100;

    /// <param name="consistent">Sees what was written a moment ago, at twice the price.</param>
    /// <returns>By sub; nothing for a user without a record.</returns>
    public async Task<Dictionary<string, RecordState>> FindAsync(
        IEnumerable<string> subs, bool consistent, CancellationToken stop)
    {
        var found = new Dictionary<string, RecordState>();
        foreach (var chunk in subs.Distinct().Chunk(KeysAtOnce))
        {
            for (List<Dictionary<string, AttributeValue>> keys = [.. chunk.Select(KeyOf)]; keys.Count > 0;)
            {
                var answer = await calls.RunAsync("BatchGetItem", token => GetAsync(keys, consistent, token), stop);
                foreach (var item in answer.Responses?.Values.SelectMany(items => items) ?? [])
                    found[item[UserRecord.PartitionKey].S] = new(item.GetValueOrDefault(UserRecord.PendingGroup));
                keys = Unprocessed(answer);
            }
        }

        return found.ToDictionary(record => UserRecord.SubOf(record.Key), record => record.Value);
    }

    /// <summary>Removes <c>pending_group</c>, once the user is in the group, and changes nothing else in the record.</summary>
    /// <returns>Whether <c>pending_group</c> still had that value.</returns>
    public async Task<bool> RemovePendingAsync(string sub, AttributeValue pending, CancellationToken stop)
    {
        var request = new UpdateItemRequest
        {
            TableName = tableName,
            Key = KeyOf(sub),
            UpdateExpression = $"REMOVE {UserRecord.PendingGroup}",
            ConditionExpression = $"{UserRecord.PendingGroup} = :group",
            ExpressionAttributeValues = new() { [":group"] = pending },
        };
        try
        {
            await calls.RunAsync("UpdateItem", token => dynamoDb.UpdateItemAsync(request, token), stop);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static Dictionary<string, AttributeValue> KeyOf(string sub) => new()
    {
        [UserRecord.PartitionKey] = new(UserRecord.KeyOf(sub)),
        [UserRecord.SortKey] = new(UserRecord.KeyOf(sub)),
    };

    private static List<Dictionary<string, AttributeValue>> Unprocessed(BatchGetItemResponse answer) =>
        [.. answer.UnprocessedKeys?.Values.SelectMany(table => table.Keys) ?? []];

    private async Task<BatchGetItemResponse> GetAsync(
        List<Dictionary<string, AttributeValue>> keys, bool consistent, CancellationToken token)
    {
        var answer = await dynamoDb.BatchGetItemAsync(
            new BatchGetItemRequest
            {
                RequestItems = new()
                {
                    [tableName] = new()
                    {
                        Keys = keys,
                        ConsistentRead = consistent,
                        ProjectionExpression = $"{UserRecord.PartitionKey}, {UserRecord.PendingGroup}",
                    },
                },
            },
            token);
        return Unprocessed(answer).Count < keys.Count
            ? answer
            : throw new ProvisionedThroughputExceededException("No key of the batch was processed")
            {
                ErrorCode = nameof(ProvisionedThroughputExceededException),
            };
    }
}
