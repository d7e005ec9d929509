using PostConfirmation.SimulationTests.Orders;

namespace PostConfirmation.SimulationTests.Search;

/// <summary>Shortens an order that breaks a promise to the steps that are needed for it.</summary>
internal static class Shortest
{
    public static Order Of(Order broken, Action<Process, object>? tamper = null)
    {
        for (var size = broken.Taken.Count; size > 0; size = Math.Min(size, broken.Taken.Count))
        {
            var shorter = Enumerable.Range(0, broken.Taken.Count - size + 1)
                .Select(from => Run(broken.Scenario, [.. broken.Taken.Take(from), .. broken.Taken.Skip(from + size)], tamper))
                .FirstOrDefault(order => order.Broken is not null && order.Taken.Count < broken.Taken.Count);
            if (shorter is null)
                size--;
            else
                broken = shorter;
        }

        return broken;
    }

    /// <summary>Takes these steps by name, except impossible ones; after them, always the first possible step.</summary>
    private static Order Run(Scenario scenario, IEnumerable<Step> steps, Action<Process, object>? tamper)
    {
        var names = new Queue<string>(steps.Select(step => step.Name));
        return Simulation.Run(scenario, (_, possible) => Next(names, possible), tamper);
    }

    private static int Next(Queue<string> names, IReadOnlyList<Step> possible)
    {
        while (names.TryDequeue(out var name))
        {
            for (var index = 0; index < possible.Count; index++)
            {
                if (possible[index].Name == name)
                    return index;
            }
        }

        return 0;
    }
}
