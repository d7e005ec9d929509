namespace PostConfirmation.SimulationTests.Orders;

/// <summary>All possible next steps.</summary>
internal static class Steps
{
    /// <returns>First the steps without faults, then the faults.</returns>
    public static List<Step> Next(World world)
    {
        if (!world.Afterwards.HasBegun && world.Processes.TrueForAll(process => process.IsOver))
            return [new(world.Afterwards, "begins", world.Afterwards.Begin)];

        var running = world.Processes.Append(world.Afterwards).Where(process => process.HasBegun && !process.IsOver).ToList();
        var waiting = running.SelectMany(process => process.Waiting).ToList();
        return world.Afterwards.HasBegun
            ? [.. Usual(running, waiting, world), .. Behind(waiting, world)]
            : [.. Usual(running, waiting, world), .. ByOthers(world), .. world.FaultsLeft > 0 ? Faulty(running, waiting, world) : []];
    }

    public static void ArriveLate(Request request, World world)
    {
        world.Lost.Remove(request);
        world.Tell($"{request} arrives after all: {request.Arrive()}");
    }

    private static IEnumerable<Step> Usual(List<Process> running, List<Request> waiting, World world) =>
    [
        .. waiting.Select(request => new Step(request, "is answered", () => request.From.Receive(request))),
        .. running.Where(process => process.IsPausing).Select(process => new Step(process, "goes on", process.GoOn)),
        .. world.Lost.Select(request => new Step(request, "arrives", () => ArriveLate(request, world))),
    ];

    private static IEnumerable<Step> ByOthers(World world) =>
        world.Bystanders.Where(bystander => bystander.CanAct).Select(bystander => new Step(bystander, "acts", bystander.Act));

    private static IEnumerable<Step> Behind(List<Request> waiting, World world) =>
        waiting.Where(request => Faults.MayBeBehind(request, world.Table)).Select(request => Faults.AnsweredFromBehind(request, world.Table));

    private static IEnumerable<Step> Faulty(List<Process> running, List<Request> waiting, World world) =>
    [
        .. waiting.SelectMany(request => Faults.Of(request, world.Table)),
        .. running.Where(process => process.Waiting.Count > 0).Select(process => new Step(process, "is killed", process.Kill, IsFault: true)),
    ];
}
