using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>Which process gets an invocation while processes end and start.</summary>
public sealed class InvocationQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_process_that_is_about_to_end_gets_no_work()
    {
        var queue = new InvocationQueue(Patience, new());
        var ending = queue.TakeAsync(default, default);

        queue.TurnAwayWaiting();
        var result = queue.InvokeAsync("{}"u8.ToArray(), default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ending.WaitAsync(Patience));
        var work = await queue.TakeAsync(default, default).WaitAsync(Patience);
        work.Succeed("1"u8.ToArray());
        Assert.False((await result.WaitAsync(Patience)).IsError);
    }

    [Fact]
    public async Task An_invocation_is_shown_before_anybody_can_act_on_it()
    {
        var seen = new List<string>();
        var queue = new InvocationQueue(Patience, new()
        {
            Queued = invocation => seen.Add($"queued {invocation.HandedOut.IsCompleted}"),
            HandedOut = invocation => seen.Add($"handed out {invocation.Result.IsCompleted}"),
            Finished = (_, result) => seen.Add($"finished {result.IsError}"),
        });
        var taking = queue.TakeAsync(default, default);
        var result = queue.InvokeAsync("{}"u8.ToArray(), default);
        (await taking.WaitAsync(Patience)).Succeed("1"u8.ToArray());

        await result.WaitAsync(Patience);

        Assert.Equal(["queued False", "handed out False", "finished False"], seen);
    }
}
