using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PostConfirmation.Local.Page;

/// <summary>What the page needs of an event. Any program can call the function with any event.</summary>
internal sealed record CognitoEvent(string TriggerSource, string Sub, string Text)
{
    public const string ConfirmSignUp = "PostConfirmation_ConfirmSignUp";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CognitoEvent Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            var sub = Member(Member(json.RootElement, "request"), "userAttributes");
            return new(StringOf(json.RootElement, "triggerSource"), StringOf(sub, "sub"), Indent(json.RootElement));
        }
        catch (JsonException)
        {
            return new("", "", Encoding.UTF8.GetString(payload.Span));
        }
    }

    public static string Indent(JsonElement json) => JsonSerializer.Serialize(json, Readable);

    /// <returns>Empty if it is missing or not a string.</returns>
    public static string StringOf(JsonElement? json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    private static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;
}
