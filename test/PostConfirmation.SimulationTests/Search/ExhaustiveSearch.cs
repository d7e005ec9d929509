using PostConfirmation.SimulationTests.Orders;

namespace PostConfirmation.SimulationTests.Search;

/// <summary>
/// Goes through all orders of a scenario, depth first: each run repeats the choices of the one before up to the last
/// that has another way to go, and goes on from there. A state that was reached before is not gone on from again.
/// </summary>
internal sealed class ExhaustiveSearch(Scenario scenario, Action<Process, object>? tamper = null)
{
    /// <summary>In how many ways a run goes on from a state, once all of them were tried.</summary>
    private readonly Dictionary<UInt128, decimal> ways = [];

    /// <summary>The choices of the current run.</summary>
    private readonly List<Branch> path = [];

    /// <summary>Whether a run is left as soon as it gets into a state that was reached before.</summary>
    public bool LeavesOutTheKnown { get; init; } = true;

    /// <summary>Runs that it took.</summary>
    public int Runs { get; private set; }

    public int States => ways.Count;

    /// <summary>Complete lists of choices, those included that lead to a state reached before.</summary>
    public decimal Orders { get; private set; }

    /// <returns>The first order that breaks a promise, or null.</returns>
    public Order? FindBroken()
    {
        do
        {
            var (depth, known) = (0, (decimal?)null);
            var order = Simulation.Run(scenario, (world, steps) =>
            {
                if (depth == path.Count)
                {
                    var state = world.State();
                    if (LeavesOutTheKnown && ways.TryGetValue(state, out var count))
                    {
                        known = count;
                        return null;
                    }

                    path.Add(new(state, steps.Count));
                }

                return path[depth++].Choice;
            }, tamper);
            Runs++;
            if (order.Broken is not null)
                return order;
            Return(known ?? 1);
        }
        while (path.Count > 0);

        return null;
    }

    /// <summary>Back to the last choice that has another way to go.</summary>
    private void Return(decimal tried)
    {
        while (path.Count > 0)
        {
            var branch = path[^1];
            branch.Ways += tried;
            if (++branch.Choice < branch.Steps)
                return;
            tried = ways[branch.State] = branch.Ways;
            path.RemoveAt(path.Count - 1);
        }

        Orders = tried;
    }

    private sealed class Branch(UInt128 state, int steps)
    {
        public UInt128 State => state;

        public int Steps => steps;

        public int Choice { get; set; }

        public decimal Ways { get; set; }
    }
}
