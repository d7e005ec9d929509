using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Every item that the table took, whether or not the function came to know of it.</summary>
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

    /// <summary>In DynamoDB's JSON, in the order of their writing. More than one means that a record was overwritten.</summary>
    public IReadOnlyCollection<JsonNode> For(string sub) => taken.TryGetValue(sub, out var items) ? items : [];
}
