namespace PostConfirmation.Reconcile;

/// <summary>Goes through the pool. While some pages are worked on, it requests the next one, and no more than that.</summary>
internal sealed class UserPoolScan(UserPool pool, Records records, Completion completion, Summary summary)
{
    private const int PagesAtOnce = 4;

    /// <param name="wrapUp">Cancelled when no further page may be begun.</param>
    /// <param name="stop">Cancelled when the walk must end at once.</param>
    /// <returns>Where the next walk must begin, if this one was cancelled; null at the end of the pool.</returns>
    /// <exception cref="RunStoppedException" />
    public async Task<Bookmark?> AllAsync(Bookmark from, CancellationToken wrapUp, CancellationToken stop)
    {
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var walk = new ScanProgress(from);
        var listing = CancelRunOnErrorAsync(ListAsync(walk, run, wrapUp), run);

        // Wait for all of them, so that the summary is final; then throw the error of the one that failed.
        await listing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await Task.WhenAll([listing, .. walk.Work]);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Ignore other errors: the next walk repeats those pages.
        }

        return walk.Left;
    }

    /// <exception cref="RunStoppedException" />
    /// <exception cref="OperationCanceledException" />
    public async Task OnlyAsync(IEnumerable<string> subs, CancellationToken stop)
    {
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stop);
        foreach (var sub in subs.Distinct())
        {
            if (await StopRunOnErrorAsync("The user cannot be looked up", pool.FindAsync(sub, stop), stop) is { } user)
            {
                await CompleteAsync([user], run);
                continue;
            }

            summary.See(1);
            summary.Count(sub, UserResult.Failed("the pool has no such user"));
        }
    }

    private async Task ListAsync(ScanProgress walk, CancellationTokenSource run, CancellationToken wrapUp)
    {
        using var list = CancellationTokenSource.CreateLinkedTokenSource(run.Token, wrapUp);
        try
        {
            var next = pool.ListAsync(walk.NotBegun!.Token, list.Token);
            while (true)
            {
                var page = await StopRunOnErrorAsync("The users cannot be listed", next, list.Token);
                walk.Begin(CompleteAsync(page.Users, run), page.Next);
                if (page.Next is null)
                    return;
                next = pool.ListAsync(page.Next, list.Token);
                await walk.WaitAsync(PagesAtOnce, run.Token);
            }
        }
        catch (Exception) when (wrapUp.IsCancellationRequested && !run.IsCancellationRequested)
        {
            // The pages that were begun still go on.
        }
    }

    private async Task CompleteAsync(IReadOnlyList<PoolUser> users, CancellationTokenSource run)
    {
        summary.See(users.Count);
        var subs = users.Where(user => !user.IsDisabled).Select(user => user.Sub);
        var looking = StopRunOnErrorAsync("The table cannot be read", records.FindAsync(subs, consistent: false, run.Token), run.Token);
        await CancelRunOnErrorAsync(looking, run);
        var found = await looking;
        await Task.WhenAll(users.Select(user => CancelRunOnErrorAsync(CompleteAsync(user, found.GetValueOrDefault(user.Sub), run.Token), run)));
    }

    private async Task CompleteAsync(PoolUser user, RecordState? record, CancellationToken stop) =>
        summary.Count(user.Sub, await completion.CompleteAsync(user, record, stop));

    /// <summary>For calls whose failure concerns every user.</summary>
    private static async Task<T> StopRunOnErrorAsync<T>(string problem, Task<T> need, CancellationToken stop)
    {
        try
        {
            return await need;
        }
        catch (Exception e) when (e is not RunStoppedException && !stop.IsCancellationRequested)
        {
            throw new RunStoppedException($"{problem}: {ErrorText.Describe(e)}", e);
        }
    }

    private static async Task CancelRunOnErrorAsync(Task work, CancellationTokenSource run)
    {
        try
        {
            await work;
        }
        catch
        {
            Cancel(run);
            throw;
        }
    }

    // Not CancelAsync: it returns before the others are cancelled, and runs their code on other threads, outside virtual time.
    private static void Cancel(CancellationTokenSource run) => run.Cancel();
}
