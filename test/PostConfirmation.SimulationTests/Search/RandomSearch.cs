using PostConfirmation.SimulationTests.Orders;

namespace PostConfirmation.SimulationTests.Search;

/// <summary>Random scenarios and orders, for cases that are too large for all orders.</summary>
internal static class RandomSearch
{
    /// <param name="seed">Each has one order of its own.</param>
    public static Order Run(int seed)
    {
        var dice = new Random(seed);
        var scenario = new Scenario(
            Users: dice.Next(1, 5),
            Events: dice.Next(1, 4),
            Reconciles: dice.Next(0, 4),
            (Bystanders)dice.Next(0, 8),
            Faults: dice.Next(0, 25),
            seed);
        var faultyShare = dice.NextDouble() / 2;
        return Simulation.Run(scenario, (_, steps) => Pick(steps, dice, faultyShare));
    }

    private static int Pick(IReadOnlyList<Step> steps, Random dice, double faultyShare)
    {
        var faults = steps.Count(step => step.IsFault); // they come last
        var others = steps.Count - faults;
        return faults > 0 && (others == 0 || dice.NextDouble() < faultyShare) ? others + dice.Next(faults) : dice.Next(others);
    }
}
