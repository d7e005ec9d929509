namespace PostConfirmation.Reconcile;

/// <summary>Goes through the pool: while some pages are worked on, the next one is on its way, and no more than that.</summary>
internal sealed class UserPoolScan(UserPool pool, Records records, Completion completion, Summary summary)
{
    private const int PagesAtOnce = 4;

    /// <exception cref="RunStoppedException" />
    /// <exception cref="OperationCanceledException" />
    public async Task AllAsync(CancellationToken stop)
    {
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var working = new List<Task>();
        var listing = CancelRunOnErrorAsync(ListAsync(working, run), run);

        // All of them have ended before anybody looks at the summary, and the one that failed says why.
        await listing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await Task.WhenAll([listing, .. working]);
    }

    /// <inheritdoc cref="AllAsync"/>
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

    private async Task ListAsync(List<Task> working, CancellationTokenSource run)
    {
        for (var next = pool.ListAsync(null, run.Token); next is not null;)
        {
            var page = await StopRunOnErrorAsync("The users cannot be listed", next, run.Token);
            next = page.Next is { } token ? pool.ListAsync(token, run.Token) : null;
            working.Add(CompleteAsync(page.Users, run));
            while (working.Count >= PagesAtOnce)
            {
                await Task.WhenAny(working);
                run.Token.ThrowIfCancellationRequested();
                working.RemoveAll(task => task.IsCompletedSuccessfully);
            }
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
