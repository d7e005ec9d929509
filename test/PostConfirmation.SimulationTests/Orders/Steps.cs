namespace PostConfirmation.SimulationTests.Orders;

/// <summary>All that can happen next.</summary>
internal static class Steps
{
    /// <returns>The first ones are how things go on without trouble.</returns>
    public static List<Step> Next(World world)
    {
        if (!world.Afterwards.HasBegun && world.Processes.TrueForAll(process => process.IsOver))
            return [new(world.Afterwards, "begins", world.Afterwards.Begin)];

        var running = world.Processes.Append(world.Afterwards).Where(process => process.HasBegun && !process.IsOver).ToList();
        var waiting = running.SelectMany(process => process.Waiting).ToList();
        var steps = new List<Step>();
        steps.AddRange(waiting.Select(request => new Step(request, "is answered", () => request.From.Receive(request))));
        steps.AddRange(running.Where(process => process.IsPausing).Select(process => new Step(process, "goes on", process.GoOn)));
        steps.AddRange(world.Lost.Select(request => new Step(request, "arrives", () => ArriveLate(request, world))));
        if (world.Afterwards.HasBegun)
            return steps;

        steps.AddRange(world.Bystanders.Where(bystander => bystander.CanAct).Select(bystander => new Step(bystander, "acts", bystander.Act)));
        if (world.FaultsLeft > 0)
        {
            steps.AddRange(waiting.SelectMany(request => Faults.Of(request, world.Table)));
            steps.AddRange(running.Where(process => process.Waiting.Count > 0).Select(process => new Step(process, "is killed", process.Kill, IsFault: true)));
        }

        return steps;
    }

    public static void ArriveLate(Request request, World world)
    {
        world.Lost.Remove(request);
        world.Tell($"{request} arrives after all: {request.Arrive()}");
    }
}
