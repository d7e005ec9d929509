using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PostConfirmation.SimulationTests.Model;

/// <summary>A table as far as a client can tell: conditional writes, and reads that may be behind.</summary>
internal sealed class Table
{
    private static readonly TableDescription Description = new()
    {
        KeySchema = [new("PK", KeyType.HASH), new("SK", KeyType.RANGE)],
        AttributeDefinitions = [new("PK", ScalarAttributeType.S), new("SK", ScalarAttributeType.S)],
    };

    private readonly Dictionary<string, List<ItemVersion>> items = [];

    /// <summary>How often anything was written.</summary>
    public int Writes { get; private set; }

    /// <summary>A read that is not consistent misses the last version of an item, if it is younger than so many writes.</summary>
    public int BehindSince { get; set; } = int.MaxValue;

    public static DescribeTableResponse Describe(DescribeTableRequest request) => new() { Table = Description };

    /// <summary>All versions of a user's item, the latest one last; empty if there never was one.</summary>
    public IReadOnlyList<ItemVersion> VersionsOf(User user) => items.GetValueOrDefault($"USER#{user.Sub}") ?? [];

    public PutItemResponse Put(PutItemRequest request, string? author)
    {
        Write(request.Item["PK"].S, author, request.ConditionExpression, request.ExpressionAttributeValues, _ => new Item(request.Item));
        return new();
    }

    /// <remarks>Like the service: without a condition, an update creates a missing item.</remarks>
    public UpdateItemResponse Update(UpdateItemRequest request, string? author)
    {
        Write(
            request.Key["PK"].S, author, request.ConditionExpression, request.ExpressionAttributeValues,
            item => Expressions.Update(request.UpdateExpression, item ?? request.Key, request.ExpressionAttributeValues));
        return new();
    }

    public void Delete(User user) => Write($"USER#{user.Sub}", author: null, condition: null, values: null, _ => null);

    /// <summary>Whether there is an item that does not meet the condition.</summary>
    public bool Fails(string key, string? condition, Item? values) => Read(key) is { } item && !Expressions.Holds(condition, item, values);

    public BatchGetItemResponse Get(BatchGetItemRequest request)
    {
        var (table, keys) = request.RequestItems.Single();
        var names = keys.ProjectionExpression.Split(", ");
        var found = keys.Keys.Select(key => Read(key["PK"].S, keys.ConsistentRead == true ? int.MaxValue : BehindSince)).OfType<Item>();
        return new() { Responses = new() { [table] = [.. found.Select(item => new Item(item.Where(value => names.Contains(value.Key))))] } };
    }

    private Item? Read(string key, int behindSince = int.MaxValue) => items.GetValueOrDefault(key) switch
    {
        null => null,
        [.., var last] when last.Number <= behindSince => last.Item,
        [.., var before, _] => before.Item,
        _ => null,
    };

    private void Write(string key, string? author, string? condition, Item? values, Func<Item?, Item?> change)
    {
        var item = Read(key);
        if (!Expressions.Holds(condition, item, values))
            throw Errors.RecordExists;
        if (!items.TryGetValue(key, out var versions))
            items[key] = versions = [];
        versions.Add(new(change(item), author, ++Writes));
    }
}

/// <param name="Item">Null if it was deleted.</param>
/// <param name="Author">Our process that wrote it; null for anybody else.</param>
/// <param name="Number">The number of the write among all writes.</param>
internal sealed record ItemVersion(Item? Item, string? Author = null, int Number = 0)
{
    /// <summary>The item as text: the same only for the same.</summary>
    public string Text => TextOf(Item);

    /// <summary>The same without the creation date, on which nothing depends.</summary>
    public string State => TextOf(Item?.Where(value => value.Key != "date_created"));

    /// <summary>Whether the function or Reconcile wrote the item; others may have changed it since.</summary>
    public bool IsOurs => Item?.ContainsKey("sub") == true;

    public bool IsPending => Item?.ContainsKey(UserRecord.PendingGroup) == true;

    private static string TextOf(IEnumerable<KeyValuePair<string, AttributeValue>>? item) => item is null ? "" : DynamoDbJson.From(new(item));
}
