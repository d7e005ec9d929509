using System.Text.Json.Nodes;

namespace Amazon.Lambda.RuntimeSupport;

internal static class ExceptionText
{
    /// <summary>Each line of a stack trace is a string of its own.</summary>
    /// <remarks>Added as nodes, because adding values does not compile natively.</remarks>
    public static JsonArray ToJson(string? text) =>
        [.. (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonNode?)JsonValue.Create(line))];
}
