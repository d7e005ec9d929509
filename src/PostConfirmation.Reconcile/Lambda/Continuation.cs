using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;

namespace PostConfirmation.Reconcile.Lambda;

/// <summary>The event: where the invocation before this one ended.</summary>
/// <param name="Page">The first page of a new walk, unless the event says where to go on.</param>
/// <param name="IsRestarted">Whether Cognito has refused a token in this walk before.</param>
internal sealed record Continuation(Bookmark Page, bool IsRestarted)
{
    public static readonly Continuation NewWalk = new(Bookmark.FirstPage, IsRestarted: false);

    private const string Name = "next";
    private const string Restarted = "again:";
    private const string NotRestarted = "page:";

    /// <param name="input">Whatever invokes the function: a schedule's event, the answer before, or nothing at all.</param>
    public static Continuation From(JsonNode? input) =>
        input is JsonObject json && json[Name] is JsonValue value && value.TryGetValue<string>(out var next) ? Parse(next) : NewWalk;

    /// <summary>As the answer has it; not null, also where the first page is to be begun with again.</summary>
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
            return (T)(object)Continuation.NewWalk; // an event that is empty, for example
        }
    }

    public void Serialize<T>(T response, Stream responseStream)
    {
        using var writer = new Utf8JsonWriter(responseStream);
        ((JsonObject)(object)response!).WriteTo(writer);
    }
}
