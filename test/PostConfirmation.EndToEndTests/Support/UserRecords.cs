using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>The users' records, as the shop reads and changes them.</summary>
internal static class UserRecords
{
    public static async Task<Dictionary<string, AttributeValue>?> FindRecordAsync(this EmulatorFixture emulators, string sub) =>
        await emulators.Table.FindAsync($"USER#{sub}");

    /// <summary>Scans the whole table, because the user's key may be too long for a request.</summary>
    public static async Task<int> CountRecordsAsync(this EmulatorFixture emulators, string sub)
    {
        var count = 0;
        var request = new ScanRequest
        {
            TableName = emulators.Table.Name,
            FilterExpression = "#sub = :sub",
            ExpressionAttributeNames = new() { ["#sub"] = "sub" },
            ExpressionAttributeValues = new() { [":sub"] = new(sub) },
        };
        do
        {
            var page = await emulators.Table.Client.ScanAsync(request);
            count += page.Count ?? 0;
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return count;
    }

    /// <summary>Fills the cart, as the shop may do as soon as there is a record.</summary>
    /// <returns>Whether there was a record to fill.</returns>
    public static async Task<bool> FillCartAsync(this EmulatorFixture emulators, string sub)
    {
        try
        {
            await emulators.Table.Client.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = emulators.Table.Name,
                Key = new() { ["PK"] = new($"USER#{sub}"), ["SK"] = new($"USER#{sub}") },
                UpdateExpression = "SET shopping_cart.apples = :n",
                ConditionExpression = "attribute_exists(PK)",
                ExpressionAttributeValues = new() { [":n"] = new() { N = "3" } },
            });
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }
}
