using PostConfirmation.SimulationTests.Orders;
using PostConfirmation.SimulationTests.Search;
using Xunit.Abstractions;

namespace PostConfirmation.SimulationTests;

/// <summary>
/// Tries every order of events: which process goes on next, and which of its requests is refused, lost, late or the last one.
/// One more fault takes many times as long: <c>SIMULATION_FAULTS=3 dotnet test test/PostConfirmation.SimulationTests --filter SmallCase</c>.
/// </summary>
public sealed class SmallCaseTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("users 1, events 2, reconciles 1, beside Shop, faults 2, seed 0")]
    [InlineData("users 1, events 1, reconciles 1, beside Shop+Stranger, faults 2, seed 0")]
    [InlineData("users 1, events 1, reconciles 1, beside Eraser, faults 2, seed 0")]
    [InlineData("users 1, events 1, reconciles 0, beside Shop+Stranger, faults 3, seed 0")]
    [InlineData("users 1, events 1, reconciles 0, beside Nobody, faults 6, seed 0")]
    [InlineData("users 1, events 3, reconciles 0, beside Shop, faults 2, seed 0")]
    [InlineData("users 1, events 1, reconciles 2, beside Shop, faults 1, seed 0")]
    [InlineData("users 2, events 1, reconciles 1, beside Nobody, faults 1, seed 0")]
    public void No_order_breaks_a_promise(string text)
    {
        var scenario = Scenario.Parse(text);
        var search = new ExhaustiveSearch(scenario with { Faults = Math.Max(scenario.Faults, Variables.Faults ?? 0) });

        var broken = search.FindBroken();

        Assert.True(broken is null, broken is null ? null : $"{Shortest.Of(broken)}");
        output.WriteLine($"{search.Orders:N0} orders, {search.States:N0} states, {search.Runs:N0} runs: {text}");
    }
}
