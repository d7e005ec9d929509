using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Amazon.Lambda.CognitoEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace PostConfirmation;

/// <summary>
/// Reads and writes the event. What cannot be read becomes an <see cref="UnreadableEvent"/> instead of an exception,
/// whose text Cognito would show to the user.
/// </summary>
internal sealed partial class EventSerializer : ILambdaSerializer
{
    private readonly SourceGeneratorLambdaJsonSerializer<EventJson> json =
        new((JsonSerializerOptions options) => options.Converters.Add(new TolerantStringConverter()));

    /// <summary>The context of the current invocation, which the runtime does not give to a serializer.</summary>
    public ILambdaContext? Context { get; set; }

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

    /// <exception cref="SignUpIncompleteException">
    /// There is no memory for an answer of some megabytes. Otherwise the runtime would show the serializer's message to the user.
    /// </exception>
    public void Serialize<T>(T response, Stream responseStream)
    {
        try
        {
            json.Serialize(response, responseStream);
        }
        catch (Exception e) when (Context is not null)
        {
            var cause = e is JsonSerializerException { InnerException: { } inner } ? inner : e;
            InvocationLog.Write(
                Context.Logger,
                new(Outcome.Failed, $"the answer cannot be written ({cause.GetType().Name})"),
                response as CognitoPostConfirmationEvent,
                elapsed: null);
            throw new SignUpIncompleteException(Context.AwsRequestId);
        }
    }

    private T DeserializeRepaired<T>(byte[] payload)
    {
        try
        {
            var repaired = Escape().Replace(Encoding.UTF8.GetString(payload), escape => escape.Groups["half"].Success ? @"\uFFFD" : escape.Value);
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(repaired));
            return json.Deserialize<T>(stream);
        }
        catch (JsonSerializerException e)
        {
            return (T)(object)new UnreadableEvent(e.InnerException as JsonException);
        }
    }

    /// <summary>
    /// Half of a surrogate pair (<c>\ud800</c>) is legal in JSON but not in UTF-8: .NET does not read it, and DynamoDB does not
    /// store it. A user may type one all the same. Whole pairs and other escapes are matched only to pass over them: there is
    /// no surrogate in <c>\\ud800</c>.
    /// </summary>
    [GeneratedRegex(@"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)] // never more than one way to match
    private static partial Regex Escape();
}

[JsonSerializable(typeof(CognitoPostConfirmationEvent))]
internal sealed partial class EventJson : JsonSerializerContext;

/// <summary>Stands for a payload that is not the JSON of the trigger's event.</summary>
/// <param name="cause">Only its position is logged, because its message may quote the event.</param>
internal sealed class UnreadableEvent(JsonException? cause) : CognitoPostConfirmationEvent
{
    public string Problem { get; } = cause is null
        ? "the event is not a post-confirmation event"
        : $"the event is not a post-confirmation event (line {cause.LineNumber + 1}, byte {cause.BytePositionInLine})";
}
