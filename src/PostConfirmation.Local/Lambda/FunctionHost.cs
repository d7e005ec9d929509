namespace PostConfirmation.Local;

/// <summary>Runs the function's process. If there is none when an invocation comes, it starts one, as Lambda does.</summary>
/// <param name="onEnded">Gets the exit code and the last lines of a process that ended by itself.</param>
internal sealed class FunctionHost(
    LambdaEndpoint lambda, FunctionSettings settings, Action<string>? onLine = null, Action<int, string>? onEnded = null) : IAsyncDisposable
{
    private readonly Lock sync = new();
    private readonly HashSet<Invocation> waiting = [];
    private readonly List<FunctionProcess> ended = [];
    private FunctionProcess? process;
    private Invocation? atWork;
    private bool isFresh;
    private bool endsWhenIdle;

    /// <summary>The invocation that is running; null if none is.</summary>
    public Invocation? AtWork
    {
        get
        {
            lock (sync)
                return atWork;
        }
    }

    /// <exception cref="LocalException">It cannot be started.</exception>
    public FunctionProcess Start()
    {
        lock (sync)
        {
            var started = process = FunctionProcess.Start(settings, onLine);
            isFresh = true;
            _ = WatchAsync(started);
            return started;
        }
    }

    /// <summary>Ends the process at once, whatever it is doing.</summary>
    public void Kill()
    {
        lock (sync)
            End();
    }

    /// <summary>Ends the process when it has no work, so that the next invocation finds none.</summary>
    public void EndWhenIdle()
    {
        lock (sync)
        {
            if (atWork is null)
                End();
            else
                endsWhenIdle = true;
        }
    }

    public void OnQueued(Invocation invocation)
    {
        lock (sync)
        {
            waiting.Add(invocation);
            StartWhereNeeded();
        }
    }

    public void OnHandedOut(Invocation invocation)
    {
        lock (sync)
        {
            waiting.Remove(invocation);
            atWork = invocation;
            (invocation.IsCold, isFresh) = (isFresh, false);
        }
    }

    public void OnFinished(Invocation invocation)
    {
        lock (sync)
        {
            waiting.Remove(invocation);
            if (atWork != invocation)
                return;
            atWork = null;
            if (endsWhenIdle)
                End();
            StartWhereNeeded();
        }
    }

    public async ValueTask DisposeAsync()
    {
        FunctionProcess[] all;
        lock (sync)
        {
            all = [.. ended, .. process is null ? [] : new[] { process }];
            process = null;
        }
        foreach (var one in all)
            await one.DisposeAsync();
    }

    private void StartWhereNeeded()
    {
        if (process is not null || waiting.Count == 0)
            return;
        try
        {
            Start();
        }
        catch (LocalException e)
        {
            foreach (var invocation in waiting)
                invocation.Fail("Runtime.InvalidEntrypoint", e.Message);
        }
    }

    private void End()
    {
        endsWhenIdle = false;
        if (process is null)
            return;
        lambda.TurnAwayWaiting();
        process.Kill();
        ended.Add(process);
        process = null;
    }

    private async Task WatchAsync(FunctionProcess started)
    {
        var exitCode = await started.Exited;
        lock (sync)
        {
            if (process != started)
                return; // It was ended on purpose.
            ended.Add(started);
            process = null;
            if (!isFresh)
                StartWhereNeeded(); // But not after a failed start, which would fail again.
        }
        onEnded?.Invoke(exitCode, started.LastLines);
    }
}
