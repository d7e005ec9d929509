using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Tests.Shared;

/// <summary>Items as DynamoDB's own JSON, which shows the type of every value. Names are sorted, because a map has no order.</summary>
internal static class DynamoDbJson
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string From(Dictionary<string, AttributeValue> item) => Map(item).ToJsonString(Readable);

    private static JsonObject Map(Dictionary<string, AttributeValue> map) =>
        new(map.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, Value(m.Value))));

    private static JsonObject Value(AttributeValue value) => value switch
    {
        { S: not null } => new() { ["S"] = value.S },
        { N: not null } => new() { ["N"] = value.N },
        { SS.Count: > 0 } => new() { ["SS"] = new JsonArray([.. value.SS.Select(text => (JsonNode)text)]) },
        { M: not null } => new() { ["M"] = Map(value.M) },
        { L: not null } => new() { ["L"] = new JsonArray([.. value.L.Select(Value)]) },
        { BOOL: { } truth } => new() { ["BOOL"] = truth },
        { NULL: true } => new() { ["NULL"] = true },
        _ => throw new ArgumentException("A value without a type.", nameof(value)),
    };
}
