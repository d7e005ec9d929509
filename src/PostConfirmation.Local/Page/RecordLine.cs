using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Local.Page;

/// <summary>A line of a record as people read it. The page never parses the values, so numbers keep all their digits.</summary>
/// <param name="Path">A JSON pointer, which is unique in the record.</param>
/// <param name="Value">As JSON; null for a map or list, whose members are lines of their own.</param>
internal sealed record RecordLine(string Path, int Depth, string Name, string? Value)
{
    private static readonly string[] First = ["PK", "SK", "sub", "username", "email", "addresses", "shopping_cart", "date_created", "pending_group"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<RecordLine> Of(Dictionary<string, AttributeValue> record) =>
        [.. Lines("", 0, record.OrderBy(attribute => Array.IndexOf(First, attribute.Key) is var place and >= 0 ? place : First.Length))];

    private static IEnumerable<RecordLine> Lines(string above, int depth, IEnumerable<KeyValuePair<string, AttributeValue>> values) =>
        values.SelectMany(value => Lines(
            $"{above}/{value.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
            depth, value.Key, value.Value));

    private static IEnumerable<RecordLine> Lines(string path, int depth, string name, AttributeValue value) => value switch
    {
        { M: { Count: > 0 } map } => [new(path, depth, name, null), .. Lines(path, depth + 1, map)],
        { L: { Count: > 0 } list } =>
        [
            new(path, depth, name, null),
            .. Lines(path, depth + 1, list.Select((item, index) => KeyValuePair.Create($"{index}", item))),
        ],
        _ => [new(path, depth, name, Text(value))],
    };

    private static string Text(AttributeValue value) => value switch
    {
        { S: { } text } => Json(text),
        { N: { } number } => number,
        { BOOL: { } flag } => flag ? "true" : "false",
        { NULL: true } => "null",
        { M: not null } => "{}",
        { L: not null } => "[]",
        { SS: { Count: > 0 } texts } => Json(texts),
        { NS: { Count: > 0 } numbers } => $"[{string.Join(',', numbers)}]",
        { B: { } bytes } => $"{bytes.Length} bytes",
        _ => "binary values",
    };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Readable);
}
