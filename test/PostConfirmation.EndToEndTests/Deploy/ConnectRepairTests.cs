using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>What <c>connect.sh --check</c> says of users who would be skipped, and of the scheduled repair.</summary>
[Collection(nameof(Connected))]
public sealed class ConnectRepairTests(EmulatorFixture emulators)
{
    private const string Reconcile = "PostConfirmation-reconcile";

    [SkippableTheory]
    [InlineData("""{"LambdaConfig":{}}""", false, "ok     verification: email, phone_number")]
    [InlineData("""{"LambdaConfig":{},"AutoVerifiedAttributes":[]}""", false, "WARN   verification: the pool verifies nothing, and users with email_verified=false are skipped as unverified: deploy with ALLOW_UNVERIFIED_USERS=true")]
    [InlineData("""{"AutoVerifiedAttributes":[]}""", true, "ok     verification: not asked for, the function has ALLOW_UNVERIFIED_USERS")]
    public async Task A_pool_that_makes_users_who_are_skipped_is_warned_of(string settings, bool allowed, string expected)
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators, settings);
        if (allowed)
            fixture.Lambda.Deploy(ConnectFixture.Function, emulators.Table.Name, "customers")["Environment"]!["Variables"]!["ALLOW_UNVERIFIED_USERS"] = "true";

        Assert.Equal([expected], await fixture.ReportAsync("check_verification"));
    }

    [SkippableTheory]
    [InlineData("SUCCEEDED", "ok     repair: rate\\(1 day\\), last run SUCCEEDED \\(2026-.*\\)")]
    [InlineData("RUNNING", "ok     repair: rate\\(1 day\\), last run RUNNING \\(2026-.*\\)")]
    [InlineData("FAILED", "WRONG  repair: rate\\(1 day\\), last run FAILED \\(2026-.*\\); the state machine PostConfirmation-reconcile says why")]
    [InlineData(null, "ok     repair: rate\\(1 day\\), no run yet")]
    public async Task The_last_repair_is_reported(string? status, string expected)
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        (fixture.Schedule.ScheduleName, fixture.Schedule.LastStatus) = (Reconcile, status);
        fixture.Lambda.Deploy(Reconcile, emulators.Table.Name, "customers");

        Assert.Matches($"^{expected}$", Assert.Single(await fixture.ReportAsync("check_repair")));
    }

    [SkippableFact]
    public async Task A_schedule_without_its_function_is_wrong_and_so_is_one_that_is_off_or_differs_from_the_trigger()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        (fixture.Schedule.ScheduleName, fixture.Schedule.ScheduleState) = (Reconcile, "DISABLED");

        var missing = await fixture.ReportAsync("check_repair");
        fixture.Lambda.Deploy(Reconcile, emulators.Table.Name, "customers")["Environment"]!["Variables"]!["ALLOW_UNVERIFIED_USERS"] = "true";
        fixture.Schedule.ScheduleState = "ENABLED";
        var different = (await fixture.ReportAsync("check_repair"))[0];

        Assert.Equal(
            ["WRONG  repair: the schedule PostConfirmation-reconcile is DISABLED", "WRONG  repair: there is no function PostConfirmation-reconcile, deploy it: the stack's output ReconcileDeployCommand"],
            missing);
        Assert.Equal("WRONG  repair: ALLOW_UNVERIFIED_USERS is not the same for PostConfirmation and PostConfirmation-reconcile", different);
    }
}
