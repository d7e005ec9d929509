using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.CognitoEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace PostConfirmation;

/// <summary>
/// Reads and writes the event. What cannot be read becomes an <see cref="UnreadableEvent"/> instead of an exception,
/// whose text Cognito would show to the user.
/// </summary>
internal sealed class EventSerializer : ILambdaSerializer
{
    private readonly SourceGeneratorLambdaJsonSerializer<EventJson> json =
        new((JsonSerializerOptions options) => options.Converters.Add(new TolerantStringConverter()));

    public T Deserialize<T>(Stream requestStream)
    {
        using var payload = new MemoryStream();
        requestStream.CopyTo(payload);
        payload.Position = 0;
        try
        {
            return json.Deserialize<T>(payload);
        }
        catch (JsonSerializerException)
        {
            return DeserializeRepaired<T>(payload.ToArray());
        }
    }

    public void Serialize<T>(T response, Stream responseStream) => json.Serialize(response, responseStream);

    private T DeserializeRepaired<T>(byte[] payload)
    {
        try
        {
            using var repaired = new MemoryStream(UnpairedSurrogates.Replaced(payload));
            return json.Deserialize<T>(repaired);
        }
        catch (JsonSerializerException e) when (new UnreadableEvent(e.InnerException as JsonException) is T unreadable)
        {
            return unreadable;
        }
    }
}

[JsonSerializable(typeof(CognitoPostConfirmationEvent))]
internal sealed partial class EventJson : JsonSerializerContext;

/// <summary>Stands for a payload that is not the JSON of the trigger's event.</summary>
/// <param name="cause">Only its position is told: its message may quote the event.</param>
internal sealed class UnreadableEvent(JsonException? cause) : CognitoPostConfirmationEvent
{
    public string Problem { get; } = cause is null
        ? "the event is not a post-confirmation event"
        : $"the event is not a post-confirmation event (line {cause.LineNumber + 1}, byte {cause.BytePositionInLine})";
}
