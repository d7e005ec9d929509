namespace PostConfirmation.Reconcile;

/// <summary>Goes through the pool: while some pages are worked on, the next one is on its way, and no more than that.</summary>
internal sealed class UserPoolScan(UserPool pool, Records records, Completion completion, Summary summary)
{
    private const int PagesAtOnce = 4;

    /// <param name="wrapUp">Cancelled when no further page is to be begun.</param>
    /// <param name="stop">Cancelled when nothing is to be waited for any more.</param>
    /// <returns>Where another walk goes on after one of the two; null at the end of the pool.</returns>
    /// <exception cref="RunStoppedException" />
    public async Task<Bookmark?> AllAsync(Bookmark from, CancellationToken wrapUp, CancellationToken stop)
    {
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var walk = new Walk(from);
        var listing = CancelRunOnErrorAsync(ListAsync(walk, run, wrapUp), run);

        // All of them have ended before anybody looks at the summary, and the one that failed says why.
        await listing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await Task.WhenAll([listing, .. walk.Work]);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Whatever else failed meanwhile, another walk meets again.
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

    private async Task ListAsync(Walk walk, CancellationTokenSource run, CancellationToken wrapUp)
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
            // The pages that are begun are still worked on.
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

    /// <summary>What fails here fails for every user.</summary>
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

    // At once, on this thread: CancelAsync would let others go on for a while, on threads that know no virtual time.
    private static void Cancel(CancellationTokenSource run) => run.Cancel();
}
