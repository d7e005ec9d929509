using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>The users' records, as the shop reads and changes them.</summary>
internal static class UserRecords
{
    public static async Task<Dictionary<string, AttributeValue>?> FindRecordAsync(this EmulatorFixture emulators, string sub) =>
        await emulators.Table.FindAsync($"USER#{sub}");

    /// <summary>The user shops: the record is the shop's from its first moment on.</summary>
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
