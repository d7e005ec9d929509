using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Every item that the table took, whether or not the function got the answer.</summary>
internal sealed class RecordedWrites
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonNode>> taken = new();

    public void Observe(Exchange exchange, ServiceAnswer answer)
    {
        if (answer.Status != 200 || !exchange.Action.EndsWith(".PutItem", StringComparison.Ordinal))
            return;
        var item = JsonNode.Parse(exchange.Body.Span)!["Item"]!;
        taken.GetOrAdd((string)item["sub"]!["S"]!, _ => new()).Enqueue(item);
    }

    /// <summary>The writes of a record in DynamoDB's JSON, in order. More than one means that it was overwritten.</summary>
    public IReadOnlyCollection<JsonNode> For(string sub) => taken.TryGetValue(sub, out var items) ? items : [];
}
