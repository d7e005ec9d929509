using PostConfirmation.SimulationTests.Search;
using Xunit.Abstractions;

namespace PostConfirmation.SimulationTests;

/// <summary>
/// Random users, events, runs of Reconcile and faults. To try more of them:
/// <c>SIMULATION_ORDERS=1000000 SIMULATION_SEED=1 dotnet test test/PostConfirmation.SimulationTests --filter LargeCase</c>.
/// </summary>
public sealed class LargeCaseTests(ITestOutputHelper output)
{
    [Fact]
    public void No_random_order_breaks_a_promise()
    {
        var seeds = Enumerable.Range(Variables.Seed ?? 1, Variables.Orders ?? 3_000);
        var steps = 0L;
        foreach (var seed in seeds)
        {
            var order = RandomSearch.Run(seed);
            steps += order.Taken.Count;
            Assert.True(order.Broken is null, order.Broken is null ? null : $"Seed {seed}: {Shortest.Of(order)}");
        }

        output.WriteLine($"{seeds.Count():N0} orders of {steps / seeds.Count()} steps on average");
    }
}
