using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;

namespace PostConfirmation.Reconcile.Lambda;

/// <summary>The event: where to go on, as the invocation before answered it.</summary>
/// <param name="Page">Where to go on; the first page if the event does not say.</param>
/// <param name="IsRestarted">Whether this walk was begun again because Cognito refused a token.</param>
internal sealed record Continuation(Bookmark Page, bool IsRestarted)
{
    public static readonly Continuation NewWalk = new(Bookmark.FirstPage, IsRestarted: false);

    private const string Name = "next";
    private const string Restarted = "again:";
    private const string NotRestarted = "page:";

    /// <param name="input">Any event: the schedule's, the previous answer, or nothing at all.</param>
    public static Continuation From(JsonNode? input) =>
        input is JsonObject json && json[Name] is JsonValue value && value.TryGetValue<string>(out var next) ? Parse(next) : NewWalk;

    /// <summary>The text for the answer. Never null, even if the walk begins again at the first page.</summary>
    public override string ToString() => $"{(IsRestarted ? Restarted : NotRestarted)}{Page.Token}";

    private static Continuation Parse(string next)
    {
        var isRestarted = next.StartsWith(Restarted, StringComparison.Ordinal);
        var token = next[(isRestarted ? Restarted : next.StartsWith(NotRestarted, StringComparison.Ordinal) ? NotRestarted : "").Length..];
        return new(token.Length == 0 ? Bookmark.FirstPage : new(token), isRestarted);
    }
}

/// <summary>Reads any event, and writes the answer.</summary>
internal sealed class ContinuationSerializer : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream)
    {
        try
        {
            return (T)(object)Continuation.From(JsonNode.Parse(requestStream));
        }
        catch (JsonException)
        {
            return (T)(object)Continuation.NewWalk; // such as an empty event
        }
    }

    public void Serialize<T>(T response, Stream responseStream)
    {
        using var writer = new Utf8JsonWriter(responseStream);
        ((JsonObject)(object)response!).WriteTo(writer);
    }
}
