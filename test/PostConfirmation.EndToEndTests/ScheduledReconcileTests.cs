using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;
using Xunit.Abstractions;

namespace PostConfirmation.EndToEndTests;

/// <summary>The scheduled repair: the template's state machine, run with the real executable.</summary>
[Collection(nameof(EmulatorFixture))]
public sealed class ScheduledReconcileTests(EmulatorFixture emulators, ITestOutputHelper output)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    private static readonly (string, string) Fast = ("RECONCILE_RATE", "10000");

    [SkippableFact]
    public async Task A_pool_that_one_invocation_has_no_time_for_is_walked_to_its_end()
    {
        await using var pool = await FakeUserPool.StartAsync(9000, lacks: number => number % 100 == 7);
        await using var function = await pool.ReconcileFunctionAsync(TimeSpan.FromSeconds(64), Fast, ("RECONCILE_LIST_RATE", "30"));
        var machine = await ScheduledReconcile.MachineAsync(function);

        var end = await machine.RunAsync(new JsonObject());

        Assert.Null(end["next"]);
        Assert.InRange(function.Invocations.Count, 2, 10);
        Assert.Equal(
            $"Runs under way, {string.Concat(Enumerable.Repeat("More?, Reconcile, ", function.Invocations.Count))}More?, End",
            string.Join(", ", machine.Entered));
        Assert.Equal(9000, function.Invocations.Sum(invocation => (long)JsonNode.Parse(invocation.Payload.Span)!["seen"]!));
        Assert.Equal(90, pool.Written.Count);
    }

    [SkippableFact]
    public async Task A_process_that_is_killed_is_repeated_and_nobody_is_lost()
    {
        await using var pool = await FakeUserPool.StartAsync(300, lacks: number => number % 2 == 0);
        await using var function = await pool.ReconcileFunctionAsync(Timeout, Fast);
        var (calls, kills) = (0, 0);
        pool.Trouble = (operation, _) =>
        {
            if (operation == "GetGroup") // Every invocation begins with it.
                calls = 0;
            if (operation == "AdminAddUserToGroup" && Interlocked.Increment(ref calls) == 30 && ++kills <= 2)
                function.Kill();
            return Task.FromResult<string?>(null);
        };
        var machine = await ScheduledReconcile.MachineAsync(function);

        await machine.RunAsync(new JsonObject());

        Assert.Equal([60, 120], machine.Waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(150, pool.Written.Count);
    }

    [SkippableFact]
    public async Task A_token_that_is_refused_restarts_the_walk_once()
    {
        await using var pool = await FakeUserPool.StartAsync(600, lacks: number => number % 60 == 7);
        await using var function = await pool.ReconcileFunctionAsync(Timeout, Fast);
        pool.Trouble = (operation, _) => Task.FromResult(operation == "ListUsers" && pool.Calls[operation] == 5 ? "InvalidParameterException" : null);

        var end = await ScheduledReconcile.RunAsync(function);

        Assert.Equal((2, 600), (function.Invocations.Count, (long)end["seen"]!));
        Assert.Equal(10, pool.Written.Count);

        pool.Trouble = (operation, _) => Task.FromResult(operation == "ListUsers" && pool.Calls[operation] % 5 == 0 ? "InvalidParameterException" : null);
        var failed = await Assert.ThrowsAsync<StateError>(() => ScheduledReconcile.RunAsync(function));
        Assert.Equal(("ReconcileStoppedException", 4), (failed.Name, function.Invocations.Count));
    }

    [SkippableFact]
    public async Task A_run_that_is_refused_fails_the_execution_so_that_the_alarm_goes_off()
    {
        await using var pool = await FakeUserPool.StartAsync(10, lacks: _ => true);
        await using var function = await pool.ReconcileFunctionAsync(Timeout, Fast);
        pool.Trouble = (operation, _) => Task.FromResult(operation == "AdminAddUserToGroup" ? "AccessDeniedException" : null);

        Assert.Equal("ReconcileStoppedException", (await Assert.ThrowsAsync<StateError>(() => ScheduledReconcile.RunAsync(function))).Name);
        Assert.Single(function.Invocations);
    }

    [SkippableFact]
    public async Task While_another_run_is_under_way_and_before_the_function_is_deployed_nothing_happens_and_nothing_fails()
    {
        var second = await ScheduledReconcile.MachineAsync(function: null, running: 2);
        await second.RunAsync(new JsonObject());
        Assert.Equal(["Runs under way", "More?", "End"], second.Entered);

        var early = await ScheduledReconcile.MachineAsync(function: null);
        await early.RunAsync(new JsonObject());
        Assert.Equal(["Runs under way", "More?", "Reconcile", "End"], early.Entered);
    }

    [SkippableFact]
    public async Task Users_confirmed_while_the_group_was_missing_are_completed_by_the_states_alone()
    {
        emulators.Require();
        await using var function = await emulators.ReconcileFunctionAsync();
        await ScheduledReconcile.RunAsync(function); // whatever other tests left behind
        List<(string Name, string Sub)> users =
        [
            .. await emulators.WithoutGroupAsync(() => Task.WhenAll(Enumerable.Range(0, 12).Select(_ => emulators.ConfirmAsync()))),
            await emulators.MissedAsync(), await emulators.MissedAsync(), await emulators.MissedAsync(), await emulators.ConfirmAsync(),
        ];

        var run = await ScheduledReconcile.RunAsync(function);
        var again = await ScheduledReconcile.RunAsync(function);

        output.WriteLine($"seen {run["seen"]}, provisioned {run["provisioned"]}, added to the group {run["groupAdded"]}, failed {run["failed"]}");
        Assert.Equal((3, 12, 0), ((int)(long)run["provisioned"]!, (int)(long)run["groupAdded"]!, (int)(long)run["failed"]!));
        Assert.Equal((0, 0), ((int)(long)again["provisioned"]!, (int)(long)again["groupAdded"]!));
        foreach (var (name, sub) in users)
        {
            Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(name));
            Assert.DoesNotContain("pending_group", (await emulators.FindRecordAsync(sub))!.Keys);
        }
    }
}
