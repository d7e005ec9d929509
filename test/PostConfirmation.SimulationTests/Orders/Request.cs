using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>A request that was sent and not answered yet.</summary>
internal abstract class Request(Process from, object content, TimeSpan sent)
{
    public Process From => from;

    /// <summary>As the SDK has it.</summary>
    public object Content => content;

    public TimeSpan Sent => sent;

    public string Operation { get; } = content.GetType().Name[..^"Request".Length];

    /// <summary>Whether the answer got back.</summary>
    public bool IsAnswered { get; protected set; }

    public bool IsRead => content is BatchGetItemRequest;

    /// <summary>Everything that matters to the service, as text.</summary>
    public string Text => content switch
    {
        AdminAddUserToGroupRequest r => $"{r.Username} joins {r.GroupName}",
        PutItemRequest r => $"{new ItemVersion(r.Item).State} if {r.ConditionExpression}",
        UpdateItemRequest r => $"{r.UpdateExpression} of {r.Key["PK"].S} if {r.ConditionExpression}",
        _ => Operation,
    };

    /// <summary>Whether it can no longer change anything: a record that fails the condition will always fail it.</summary>
    public bool IsMoot(World world) => content switch
    {
        AdminAddUserToGroupRequest r => world.Pool.IsMember(r.Username!),
        PutItemRequest r => !world.Scenario.Has(Bystanders.Eraser) && world.Table.Fails(r.Item["PK"].S, r.ConditionExpression, r.ExpressionAttributeValues),
        UpdateItemRequest r => !world.Scenario.Has(Bystanders.Eraser) && world.Table.Fails(r.Key["PK"].S, r.ConditionExpression, r.ExpressionAttributeValues),
        _ => true,
    };

    /// <summary>The service carries the request out; the answer is not sent yet.</summary>
    /// <returns>What the answer says.</returns>
    public abstract string Arrive();

    public override string ToString() => $"{from} {Operation}";

    /// <summary>The answer gets back.</summary>
    public abstract void Answer();

    public abstract void Fail(Exception error);
}

internal sealed class Request<T>(Process from, object content, TimeSpan sent, Func<T> perform) : Request(from, content, sent)
{
    private readonly TaskCompletionSource<T> source = new();
    private Action answer = () => { };

    public Task<T> Task => source.Task;

    public override string Arrive()
    {
        try
        {
            var result = perform();
            answer = () => source.SetResult(result);
            return result is BatchGetItemResponse found ? Describe(found) : "done";
        }
        catch (AmazonServiceException e)
        {
            answer = () => source.SetException(e);
            return e.ErrorCode;
        }
    }

    public override void Answer()
    {
        IsAnswered = true;
        answer();
    }

    public override void Fail(Exception error) => source.SetException(error);

    private static string Describe(BatchGetItemResponse found)
    {
        var items = found.Responses.Values.Single();
        return items.Count == 0 ? "no record" : string.Join(", ", items.Select(item => $"{item["PK"].S} with {string.Join('+', item.Keys)}"));
    }
}
