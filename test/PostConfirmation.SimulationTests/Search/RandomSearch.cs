using PostConfirmation.SimulationTests.Orders;

namespace PostConfirmation.SimulationTests.Search;

/// <summary>Random scenarios and orders, for cases that are too large for all orders.</summary>
internal static class RandomSearch
{
    /// <param name="seed">Each has one order of its own.</param>
    public static Order Run(int seed)
    {
        var random = new Random(seed);
        var scenario = new Scenario(
            Users: random.Next(1, 5),
            Events: random.Next(1, 4),
            Reconciles: random.Next(0, 4),
            (Bystanders)random.Next(0, 8),
            Faults: random.Next(0, 25),
            seed);
        var faultyShare = random.NextDouble() / 2;
        return Simulation.Run(scenario, (_, steps) => Pick(steps, random, faultyShare));
    }

    private static int Pick(IReadOnlyList<Step> steps, Random random, double faultyShare)
    {
        var faults = steps.Count(step => step.IsFault); // they come last
        var others = steps.Count - faults;
        return faults > 0 && (others == 0 || random.NextDouble() < faultyShare) ? others + random.Next(faults) : random.Next(others);
    }
}
