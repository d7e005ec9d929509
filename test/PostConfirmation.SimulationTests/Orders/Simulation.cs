namespace PostConfirmation.SimulationTests.Orders;

/// <summary>Decides what happens next: the index of a step, or null to leave the run as it is.</summary>
internal delegate int? Choose(World world, IReadOnlyList<Step> steps);

/// <summary>
/// One run, in one order of events. The code under test runs on one thread until all of it waits; then one of the possible
/// steps is taken.
/// </summary>
internal sealed class Simulation
{
    private readonly World world;
    private readonly Choose choose;
    private readonly Promises promises;
    private readonly List<int> choices = [];
    private readonly List<Step> taken = [];
    private readonly TaskCompletionSource<bool> over = new();

    private Simulation(World world, Choose choose)
    {
        (this.world, this.choose) = (world, choose);
        promises = new(world);
    }

    /// <inheritdoc cref="World(Scenario, Action{Process, object}?)"/>
    public static Order Run(Scenario scenario, Choose choose, Action<Process, object>? tamper = null)
    {
        var simulation = new Simulation(new(scenario, tamper), choose);
        string? broken = null;
        try
        {
            new VirtualTime().Run(simulation.BeginAsync, simulation.GoOn);
        }
        catch (BrokenPromiseException e)
        {
            broken = e.Message;
        }

        return new(scenario, simulation.choices, simulation.taken, simulation.world.Story, broken);
    }

    private Task<bool> BeginAsync()
    {
        world.Processes.ForEach(process => process.Begin());
        return over.Task;
    }

    /// <summary>Everybody waits.</summary>
    private void GoOn()
    {
        promises.AssertKept();
        world.Lost.RemoveAll(request => request.IsMoot(world));
        if (world.Afterwards.IsOver)
            End();
        else
            TakeOne(Steps.Next(world));
    }

    private void TakeOne(List<Step> steps)
    {
        if (steps.Count == 0)
            throw new BrokenPromiseException("Somebody waits for ever.");
        if (choose(world, steps) is not { } choice)
        {
            over.SetResult(false);
            return;
        }

        choices.Add(choice);
        taken.Add(steps[choice]);
        if (steps[choice].IsFault)
            world.FaultsLeft--;
        steps[choice].Take();
    }

    private void End()
    {
        promises.AssertComplete();
        foreach (var request in world.Lost.ToArray()) // however late
            Steps.ArriveLate(request, world);
        promises.AssertKept();
        promises.AssertComplete();
        over.SetResult(true);
    }
}
