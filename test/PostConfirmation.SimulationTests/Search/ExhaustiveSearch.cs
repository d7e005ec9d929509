using PostConfirmation.SimulationTests.Orders;

namespace PostConfirmation.SimulationTests.Search;

/// <summary>
/// Goes through all orders of a scenario, depth first: each run repeats the choices of the run before up to the last choice
/// that has an alternative, and takes that. A run ends at a state that was reached before.
/// </summary>
internal sealed class ExhaustiveSearch(Scenario scenario, Action<Process, object>? tamper = null)
{
    /// <summary>The number of orders from a state on, once all of them were tried.</summary>
    private readonly Dictionary<UInt128, decimal> ways = [];

    /// <summary>The choices of the current run.</summary>
    private readonly List<Branch> path = [];

    /// <summary>Whether a run ends as soon as it reaches a known state.</summary>
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

    /// <summary>Goes back to the last choice that has an alternative.</summary>
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
