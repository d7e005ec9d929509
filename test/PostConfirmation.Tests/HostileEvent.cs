using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace PostConfirmation.Tests;

/// <summary>Recorded events with changes that make them invalid or hostile.</summary>
internal static class HostileEvent
{
    private static readonly string[] Recorded =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "events")).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    /// <summary>JSON of the wrong types, or text that is not JSON.</summary>
    public static Arbitrary<string> Any { get; } = Arb.From(Gen.OneOf(Truncated, WithAnotherValue, HostileJson.Any, Hostile.TextWithHalves));

    /// <summary>JSON objects of strings, some with the names of attributes that the function uses.</summary>
    public static Gen<string> ClientMetadata { get; } =
        from claims in Gen.SubListOf("sub", "cognito:user_status", "email_verified", "address", "group", "GroupName", "APP_GROUP_NAME", "PK")
        from values in Gen.ListOf(Hostile.Text.Select(Hostile.Quote), claims.Count)
        select $"{{{string.Join(',', claims.Zip(values, (claim, value) => $"\"{claim}\":{value}"))}}}";

    /// <summary>A good event, with that JSON as <c>clientMetadata</c>.</summary>
    public static string With(string clientMetadata)
    {
        var json = JsonNode.Parse(Some.RecordedEvent("confirm-sign-up"))!;
        json["request"]!["clientMetadata"] = "@";
        return json.ToJsonString().Replace("\"@\"", clientMetadata, StringComparison.Ordinal);
    }

    private static Gen<string> Truncated =>
        from json in Gen.Elements(Recorded)
        from length in Gen.Choose(0, json.Length)
        select json[..length];

    /// <summary>One of the event's values, at any depth, is replaced by another.</summary>
    private static Gen<string> WithAnotherValue =>
        from json in Gen.Elements(Recorded)
        from dice in Gen.Choose(0, 10_000)
        from other in HostileJson.Any
        select Replaced(JsonNode.Parse(json)!, dice, other);

    private static string Replaced(JsonNode json, int dice, string other)
    {
        var nodes = Below(json).ToArray();
        nodes[dice % nodes.Length].ReplaceWith("@");
        return json.ToJsonString().Replace("\"@\"", other, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Below(JsonNode node) =>
        node is JsonObject members
            ? members.Select(member => member.Value).OfType<JsonNode>().SelectMany(value => Below(value).Prepend(value))
            : [];
}
