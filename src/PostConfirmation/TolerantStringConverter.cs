using System.Text.Json;
using System.Text.Json.Serialization;

namespace PostConfirmation;

/// <summary>
/// Reads booleans, numbers and any other JSON where the event should have a string: AWS's own sample events have
/// <c>"email_verified": true</c> and <c>"version": 1</c>, and no sign-up may fail because of that.
/// </summary>
internal sealed class TolerantStringConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString()!;

        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.GetRawText();
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);
}
