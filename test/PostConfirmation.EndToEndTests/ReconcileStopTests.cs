using System.Diagnostics;
using System.Globalization;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests;

/// <summary>Stopping the Reconcile executable loses nothing.</summary>
public sealed class ReconcileStopTests
{
    [Fact]
    public async Task When_killed_in_the_middle_it_loses_nothing_and_another_run_does_the_rest()
    {
        await using var pool = await FakeUserPool.StartAsync(300, lacks: number => number % 2 == 0);
        var middle = HoldAfter(pool, "AdminAddUserToGroup", calls: 60);
        await using (var killed = pool.Reconcile("--rate", "1000"))
        {
            await middle.WaitAsync(TimeSpan.FromSeconds(60));
            killed.Kill();
            await killed.EndAsync();
        }

        var before = pool.Written.Count;
        pool.Trouble = null;
        var run = (await pool.ReconcileAsync("--rate", "1000")).AssertSucceeded();

        Assert.InRange(before, 1, 149);
        Assert.Equal((150 - before, 150 + before), (run["provisioned"], run["complete"]));
        Assert.Equal((150, 150), (pool.Joined.Count, pool.Written.Count));
    }

    [SkippableFact]
    public async Task When_stopped_with_Ctrl_C_it_reports_what_it_did_so_far()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        await using var pool = await FakeUserPool.StartAsync(300, lacks: number => number % 2 == 0);
        var middle = HoldAfter(pool, "AdminAddUserToGroup", calls: 60);
        await using var process = pool.Reconcile("--rate", "1000");
        await middle.WaitAsync(TimeSpan.FromSeconds(60));

        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        var run = await process.EndAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((130, "Stopped: run it again, it goes on with what is left"), (run.ExitCode, run.Problem));
        Assert.Equal(pool.Written.Count, run["provisioned"]);
        Assert.Equal(run["seen"], run["complete"] + run["provisioned"] + run["unfinished"]);
        Assert.Equal(0, run["failed"]);
        Assert.Contains("Stopped: run it again, it goes on with what is left.", run.Lines);
    }

    private static Task HoldAfter(FakeUserPool pool, string operation, int calls)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        pool.Trouble = async (called, aborted) =>
        {
            if (called != operation || Interlocked.Increment(ref count) <= calls)
                return null;
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, aborted);
            return null;
        };
        return reached.Task;
    }
}
