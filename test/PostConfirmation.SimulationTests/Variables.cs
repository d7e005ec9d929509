using System.Globalization;

namespace PostConfirmation.SimulationTests;

/// <summary>How far to go, where the defaults are not enough.</summary>
internal static class Variables
{
    /// <summary>The number of faults in one run of a small case.</summary>
    public static int? Faults => Number("SIMULATION_FAULTS");

    /// <summary>How many large cases.</summary>
    public static int? Orders => Number("SIMULATION_ORDERS");

    /// <summary>The seed of the first large case.</summary>
    public static int? Seed => Number("SIMULATION_SEED");

    /// <summary>How long users sign up.</summary>
    public static int? LaunchDayMinutes => Number("LAUNCH_DAY_MINUTES");

    /// <summary>The list that a failure printed.</summary>
    public static string? Replay => Environment.GetEnvironmentVariable("SIMULATION_REPLAY") is { Length: > 0 } list ? list : null;

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
