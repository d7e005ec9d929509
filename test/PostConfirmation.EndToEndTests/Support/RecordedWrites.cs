using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Every write that the table took, whether or not the caller got the answer.</summary>
internal sealed class RecordedWrites
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonNode>> taken = new();

    /// <summary>Requests without the condition that makes a write safe to repeat: they can overwrite or create a record.</summary>
    public ConcurrentQueue<string> Unconditional { get; } = new();

    public void Observe(Exchange exchange, ServiceAnswer answer)
    {
        var condition = exchange.Action.Split('.')[^1] switch
        {
            "PutItem" => "attribute_not_exists(PK)",
            "UpdateItem" => "pending_group = :group",
            _ => null,
        };
        if (answer.Status != 200 || condition is null)
            return;

        var request = JsonNode.Parse(exchange.Body.Span)!;
        if ((string?)request["ConditionExpression"] != condition)
            Unconditional.Enqueue(request.ToJsonString());
        if (request["Item"] is { } item)
            taken.GetOrAdd((string)item["sub"]!["S"]!, _ => new()).Enqueue(item);
    }

    /// <summary>The inserts of a record in DynamoDB's JSON, in order. More than one means that it was overwritten.</summary>
    public IReadOnlyCollection<JsonNode> For(string sub) => taken.TryGetValue(sub, out var items) ? items : [];
}
