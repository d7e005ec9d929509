using Amazon.DynamoDBv2.Model;
using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>What can go wrong with a request. One that is not answered may still arrive: at once, later, or never.</summary>
internal static class Faults
{
    public static IEnumerable<Step> Of(Request request, Table table)
    {
        yield return Fault(request, "is throttled", () => Refuse(request, "is throttled", Errors.TooManyRequests));
        yield return Fault(request, "is denied", () => Refuse(request, "is denied", Errors.AccessDenied));
        yield return Fault(request, "loses its answer", () => LoseAnswer(request));
        yield return Fault(request, "is not answered", () => LeaveUnanswered(request));
        if (MayBeBehind(request, table))
            yield return AnsweredFromBehind(request, table) with { IsFault = true };
    }

    /// <summary>Whether there is a write that a read may not see yet.</summary>
    public static bool MayBeBehind(Request request, Table table) =>
        request.Content is BatchGetItemRequest read && table.Writes > request.From.BeganAt && read.RequestItems.Values.Any(keys => keys.ConsistentRead != true);

    public static Step AnsweredFromBehind(Request request, Table table) => new(request, "is answered from behind", () =>
    {
        table.BehindSince = request.From.BeganAt;
        request.From.Receive(request, "is answered from behind");
        table.BehindSince = int.MaxValue;
    });

    private static Step Fault(Request request, string what, Action take) => new(request, what, take, IsFault: true);

    private static void Refuse(Request request, string how, Exception error)
    {
        request.From.Waiting.Remove(request);
        request.From.Learn($"{request.Operation} {how}");
        request.Fail(error);
    }

    private static void LoseAnswer(Request request)
    {
        request.From.Waiting.Remove(request);
        request.From.Learn($"{request.Operation} loses its answer: {request.Arrive()}");
        request.Fail(Errors.CutConnection);
    }

    private static void LeaveUnanswered(Request request)
    {
        request.From.Learn($"{request.Operation} is not answered");
        request.From.Lose(request);
    }
}
