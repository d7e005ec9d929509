using PostConfirmation.SimulationTests.LaunchDay;
using Xunit.Abstractions;

namespace PostConfirmation.SimulationTests;

/// <summary>
/// More sign-ups than Cognito's quotas allow group calls. The tables of docs/launch-day.md:
/// <c>LAUNCH_DAY_MINUTES=60 dotnet test test/PostConfirmation.SimulationTests --filter Whatever_the_quotas --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed class LaunchDayTests(ITestOutputHelper output)
{
    /// <summary>Lets 50 users in a second, and 100.</summary>
    private const double Raised = 100, RaisedFurther = 200;

    private static readonly TimeSpan ShortRush = TimeSpan.FromMinutes(3);

    [Fact]
    public void Whatever_the_quotas_nobody_sees_an_error_and_everybody_is_complete_in_the_end()
    {
        var rush = TimeSpan.FromMinutes(Variables.LaunchDayMinutes ?? 1);
        Plan[] plans =
        [
            new(10, rush), new(25, rush), new(50, rush), new(100, rush),
            new(50, rush, Raised), new(100, rush, RaisedFurther),
        ];

        var days = plans.Select(LaunchDays.From).ToList();
        var besides = Enumerable.Range(1, 5).Select(fives => RepairBeside.From(new(5 * fives, rush))).ToList();

        output.WriteLine($"{LaunchDays.Table(days)}\n\n{RepairBeside.Table(besides)}");
        Assert.All(
            days.SelectMany(day => day.All).Concat(besides.SelectMany(beside => beside.All)),
            outcomes => Assert.Equal((0, 0, 0), (outcomes.Failed, outcomes.FailedByReconcile, outcomes.Incomplete)));
    }

    [Fact]
    public void Below_the_quota_nobody_is_deferred_and_the_scheduled_Reconcile_is_noticed_by_nobody()
    {
        var beside = RepairBeside.From(new(10, ShortRush));

        Assert.Equal((0, 0), (beside.Alone.Deferred, beside.Scheduled.Deferred));
        Assert.Equal(beside.Alone.AnsweredWithin(0.99), beside.Scheduled.AnsweredWithin(0.99), tolerance: 1);
        Assert.InRange(beside.Scheduled.RepairedPerSecond, 9.5, 10.5);
    }

    [Fact]
    public void Above_the_quota_the_group_takes_all_that_it_may_and_the_others_are_deferred_within_half_a_second()
    {
        var outcomes = Rush.Run(new(50, ShortRush, Raised));

        Assert.InRange(outcomes.SignUps - outcomes.Deferred, 0.9 * 25 * ShortRush.TotalSeconds, 25 * outcomes.Lasted.TotalSeconds);
        Assert.InRange(outcomes.AnsweredWithin(1), 0, 500);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    public void Afterwards_one_run_of_Reconcile_completes_everybody_at_its_rate(double rate)
    {
        var outcomes = Rush.Run(new(50, ShortRush, Raised) { Afterwards = Repair.ByHand with { GroupRate = rate } });

        Assert.InRange(outcomes.CompleteAfter.TotalSeconds, 0.9 * outcomes.Deferred / rate, 1.1 * outcomes.Deferred / rate);
        Assert.Equal((0, 0), (outcomes.FailedByReconcile, outcomes.Incomplete));
    }

    [Fact]
    public void What_a_launch_day_leaves_outlives_one_invocation_and_the_next_ones_complete_it()
    {
        var outcomes = Rush.Run(new(100, ShortRush, RaisedFurther));

        Assert.InRange(outcomes.CompleteAfter.TotalMinutes, 15, 1.1 * outcomes.Deferred / Repair.Scheduled.GroupRate / 60);
        Assert.Equal((2, 0), (outcomes.InvocationsOfTheLastRun, outcomes.Incomplete));
    }

    [Fact]
    public void Where_there_is_not_enough_for_all_Reconcile_slows_down_and_live_sign_ups_come_first()
    {
        var beside = RepairBeside.From(new(25, ShortRush));
        output.WriteLine(RepairBeside.Table([beside]));

        Assert.InRange(beside.Scheduled.DeferredShare, 0, 0.05);
        Assert.InRange(beside.ByHand.DeferredShare, 0, 0.05);
    }
}
