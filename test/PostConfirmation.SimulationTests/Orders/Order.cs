using System.Globalization;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>One order of events, and its result.</summary>
/// <param name="Choices">Which of the steps that were possible was taken, each time.</param>
/// <param name="Taken">The same as steps.</param>
/// <param name="Story">The same in words.</param>
/// <param name="Broken">The promise that was broken at the end of the story, or null.</param>
internal sealed record Order(
    Scenario Scenario, IReadOnlyList<int> Choices, IReadOnlyList<Step> Taken, IReadOnlyList<string> Story, string? Broken)
{
    /// <summary>Everything that is needed to run it again.</summary>
    public string List => $"{Scenario}: {string.Join(' ', Choices)}";

    public static Order Replay(string list)
    {
        var parts = list.Split(": ");
        var choices = parts[1].Split(' ').Select(choice => int.Parse(choice, CultureInfo.InvariantCulture)).ToArray();
        var next = 0;
        return Simulation.Run(Scenario.Parse(parts[0]), (_, _) => next < choices.Length ? choices[next++] : 0);
    }

    /// <summary>For people.</summary>
    public override string ToString() => $"""
        {Broken ?? "Every promise was kept."}

        {string.Join('\n', Story.Select((line, index) => $"{index + 1,3}. {line}"))}

        Again: SIMULATION_REPLAY='{List}' dotnet test test/PostConfirmation.SimulationTests --filter Replay --logger "console;verbosity=detailed"
        """;
}
