namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>Outcomes as docs/launch-day.md has them.</summary>
internal static class LaunchDayTable
{
    public static string Table(string[] columns, IEnumerable<string[]> rows) =>
        string.Join('\n', new[] { columns, [.. columns.Select(_ => "---:")] }.Concat(rows).Select(row => $"| {string.Join(" | ", row)} |"));

    public static string Deferred(Outcomes outcomes) =>
        outcomes.Deferred == 0 ? "nobody" : $"{outcomes.Deferred:N0} ({outcomes.DeferredShare * 100:0.0} %)";

    public static string Complete(Outcomes outcomes) => outcomes.CompleteAfter switch
    {
        { Ticks: 0 } => "at once",
        { TotalMinutes: < 1 } time => $"after {time.TotalSeconds:0} s",
        { TotalHours: < 1 } time => $"after {time.TotalMinutes:0} min",
        var time => $"after {(int)time.TotalHours} h {time.Minutes} min",
    };
}
