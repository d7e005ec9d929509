namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>The same launch day twice: the incomplete users are completed by the schedule, or by hand.</summary>
internal sealed record LaunchDays(Plan Plan, Outcomes Scheduled, Outcomes ByHand)
{
    private static readonly string[] Columns =
    [
        "wanted", "`UserCreation`", "`UserResourceUpdate`", "let in", "deferred", "answer: median, 99 %", "invocations at once",
        "all complete: scheduled", $"by hand with `--rate {Repair.ByHand.GroupRate}`",
    ];

    public IEnumerable<Outcomes> All => [Scheduled, ByHand];

    public static LaunchDays From(Plan plan) => new(plan, Rush.Run(plan), Rush.Run(plan with { Afterwards = Repair.ByHand }));

    public static string Table(IEnumerable<LaunchDays> days) => LaunchDayTable.Table(Columns, days.Select(day => day.Row()));

    private string[] Row() =>
    [
        $"{Plan.SignUpsPerSecond}", $"{Plan.UserCreationQuota}", $"{Plan.GroupQuota}", $"{Plan.AdmittedPerSecond}",
        LaunchDayTable.Deferred(Scheduled), $"{Scheduled.AnsweredWithin(0.5):0}, {Scheduled.AnsweredWithin(0.99):0} ms", $"{Scheduled.MostAtOnce}",
        LaunchDayTable.Complete(Scheduled), LaunchDayTable.Complete(ByHand),
    ];
}
