using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation;

/// <summary>The user's item in the table.</summary>
internal static class UserRecord
{
    public const string PartitionKey = "PK";
    public const string SortKey = "SK";
    public const string PendingGroup = "pending_group";

    private const string KeyPrefix = "USER#";

    public static string KeyOf(string sub) => KeyPrefix + sub;

    public static string SubOf(string key) => key[KeyPrefix.Length..];

    /// <param name="created">When the user was created; written in UTC with milliseconds.</param>
    /// <param name="pendingGroup">The group that the user could not be added to yet, or null.</param>
    public static Dictionary<string, AttributeValue> From(UserIdentity user, DateTimeOffset created, string? pendingGroup)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            [PartitionKey] = new(KeyOf(user.Sub)),
            [SortKey] = new(KeyOf(user.Sub)),
            ["sub"] = new(user.Sub),
            ["username"] = new(user.UserName),
            ["addresses"] = new() { M = AddressBook.From(user.Attributes.GetValueOrDefault("address")) },
            ["shopping_cart"] = new() { M = [] },
            ["date_created"] = new(created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        };
        if (user.Attributes.GetValueOrDefault("email") is { Length: > 0 } email)
            item["email"] = new(email);
        if (pendingGroup is not null)
            item[PendingGroup] = new(pendingGroup);
        return item;
    }
}
