namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>The same sign-ups, while a pool of users who were missed is completed: not yet, by the schedule, by hand.</summary>
internal sealed record RepairBeside(Plan Plan, Outcomes Alone, Outcomes Scheduled, Outcomes ByHand)
{
    /// <summary>More than any run completes meanwhile.</summary>
    private const int MissedPerSecond = 25;

    private static readonly string[] Columns =
    [
        "sign-ups", "alone: deferred", "99 %", "scheduled: deferred", "99 %", "it completes",
        $"by hand with `--rate {Repair.ByHand.GroupRate}`: deferred", "99 %", "it completes",
    ];

    public IEnumerable<Outcomes> All => [Alone, Scheduled, ByHand];

    public static RepairBeside From(Plan plan)
    {
        var missed = plan with { Missed = (int)(MissedPerSecond * plan.Duration.TotalSeconds) };
        return new(
            plan, Rush.Run(plan), Rush.Run(missed with { Beside = Repair.Scheduled }), Rush.Run(missed with { Beside = Repair.ByHand, Afterwards = Repair.ByHand }));
    }

    public static string Table(IEnumerable<RepairBeside> days) => LaunchDayTable.Table(Columns, days.Select(day => day.Row()));

    private string[] Row() => [$"{Plan.SignUpsPerSecond}", .. Noticed(Alone), .. Noticed(Scheduled), Rate(Scheduled), .. Noticed(ByHand), Rate(ByHand)];

    private static string[] Noticed(Outcomes outcomes) => [LaunchDayTable.Deferred(outcomes), $"{outcomes.AnsweredWithin(0.99):0} ms"];

    private static string Rate(Outcomes outcomes) => $"{outcomes.RepairedPerSecond:0.0}";
}
