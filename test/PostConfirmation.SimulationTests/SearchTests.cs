using Amazon.DynamoDBv2.Model;
using PostConfirmation.SimulationTests.Orders;
using PostConfirmation.SimulationTests.Search;
using Xunit.Abstractions;

namespace PostConfirmation.SimulationTests;

/// <summary>The search finds faults that are made on purpose.</summary>
public sealed class SearchTests(ITestOutputHelper output)
{
    private static readonly Scenario Usual = Scenario.Parse("users 1, events 2, reconciles 1, beside Shop, faults 1, seed 0");

    private static readonly Dictionary<string, (Scenario Scenario, Action<Process, object> Tamper, string Broken)> Tampered = new()
    {
        ["the function writes without a condition"] = (
            Usual,
            (process, request) => When<TriggerProcess, PutItemRequest>(process, request, put => put.ConditionExpression = null),
            "event 2 of user-1 changed a record that was there."),
        ["Reconcile writes without a condition"] = (
            Usual,
            (process, request) => When<ReconcileProcess, PutItemRequest>(process, request, put => put.ConditionExpression = null),
            "Reconcile 1 changed a record that was there."),
        ["the record does not say which group is pending"] = (
            Usual,
            (process, request) => When<TriggerProcess, PutItemRequest>(process, request, put => put.Item.Remove(UserRecord.PendingGroup)),
            "A record of ours without pending_group is there, and the user is not in the group."),
        ["pending_group is removed without a condition"] = (
            Usual with { Events = 1, Beside = Bystanders.Eraser },
            (process, request) => When<ReconcileProcess, UpdateItemRequest>(process, request, update => update.ConditionExpression = null),
            "Reconcile 1 made a record that is not whole."),
        ["pending_group is never removed"] = (
            Usual,
            (process, request) => When<ReconcileProcess, UpdateItemRequest>(process, request, update => update.UpdateExpression = "REMOVE something"),
            "Reconcile ran, and the user has no complete record."),
    };

    public static TheoryData<string> Faults => [.. Tampered.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_made_on_purpose_is_found_and_shown_in_few_steps(string fault)
    {
        var (scenario, tamper, sentence) = Tampered[fault];

        var broken = new ExhaustiveSearch(scenario, tamper).FindBroken();

        Assert.NotNull(broken);
        var shortest = Shortest.Of(broken, tamper);
        output.WriteLine($"{shortest}");
        Assert.Equal(sentence, shortest.Broken);
        Assert.InRange(shortest.Story.Count, 1, 14);
    }

    [Theory]
    [InlineData("users 1, events 2, reconciles 1, beside Shop, faults 0, seed 0")]
    [InlineData("users 1, events 2, reconciles 0, beside Shop+Eraser, faults 1, seed 0")]
    [InlineData("users 1, events 1, reconciles 1, beside Nobody, faults 1, seed 0")]
    public void Orders_left_out_as_known_are_counted_as_often_as_they_would_be_tried(string text)
    {
        var scenario = Scenario.Parse(text);
        var (search, whole) = (new ExhaustiveSearch(scenario), new ExhaustiveSearch(scenario) { LeavesOutTheKnown = false });

        Assert.Null(search.FindBroken());
        Assert.Null(whole.FindBroken());

        Assert.Equal(whole.Runs, search.Orders);
        Assert.InRange(search.Runs, 2, whole.Runs / 3);
    }

    /// <summary>With <c>SIMULATION_REPLAY</c>, the list of a failure.</summary>
    [Fact]
    public void A_list_of_choices_replays_its_order_step_by_step()
    {
        var list = Variables.Replay ?? RandomSearch.Run(seed: 7).List;

        var order = Order.Replay(list);

        output.WriteLine($"{order}");
        Assert.Equal(list, order.List);
        Assert.Equal(order.Story, Order.Replay(order.List).Story);
        Assert.Null(order.Broken);
    }

    private static void When<TProcess, TRequest>(Process process, object request, Action<TRequest> tamper)
    {
        if (process is TProcess && request is TRequest found)
            tamper(found);
    }
}
