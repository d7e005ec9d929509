using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Text;
using PostConfirmation.Local;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Processes of the function behind one Lambda endpoint. A killed one is replaced, as Lambda does.</summary>
/// <param name="settings">Each process also gets its own access key, which identifies its requests.</param>
/// <param name="onLine">Gets what they write.</param>
internal sealed class FunctionPool(LambdaEndpoint lambda, int count, Func<LambdaEndpoint, FunctionSettings> settings, Action<string>? onLine)
    : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Lambda starts a new process for a call that finds none free. Here the call waits for a free one before it is sent, so that it cannot time out while it waits.</summary>
    private readonly SemaphoreSlim free = new(count);
    private readonly ConcurrentDictionary<string, (FunctionProcess Process, Task Warm)> alive = new();
    private readonly ConcurrentQueue<FunctionProcess> all = new();
    private int started;

    public LambdaEndpoint Lambda => lambda;

    public FunctionLog Log { get; } = new();

    /// <summary>How many processes there have been.</summary>
    public int Started => started;

    public IEnumerable<FunctionProcess> Processes => all;

    /// <summary>Returns when the first of them asks for work.</summary>
    public static async Task<FunctionPool> StartAsync(int count, Func<LambdaEndpoint, FunctionSettings> settings, Action<string>? onLine = null)
    {
        var functionPool = new FunctionPool(await LambdaEndpoint.StartAsync(EmulatorFixture.FunctionTimeout), count, settings, onLine);
        for (var i = 0; i < count; i++)
            functionPool.Start();
        await Task.WhenAny(functionPool.Lambda.Ready, functionPool.Lambda.InitError).WaitAsync(StartTimeout);
        return functionPool;
    }

    /// <summary>
    /// Returns when each has answered an event that is skipped, or one cannot start. The time of a process's first event
    /// is less by what its start took, which on a busy machine may be all of it.
    /// </summary>
    public async Task WarmUpAsync()
    {
        var warm = Task.WhenAll(alive.Values.Select(function => function.Warm));
        var timeout = Task.Delay(StartTimeout);
        while (!warm.IsCompleted && !lambda.InitError.IsCompleted && !timeout.IsCompleted)
        {
            await lambda.InvokeAsync(Encoding.UTF8.GetBytes(SkippedEvent.Json));
            await Task.WhenAny(warm, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }
    }

    public async Task<InvocationResult> InvokeAsync(string payload)
    {
        await free.WaitAsync();
        try
        {
            return await lambda.InvokeAsync(Encoding.UTF8.GetBytes(payload));
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>The process that asks is gone while it waits.</summary>
    public Fault Kill(bool afterTheWork) => new("process killed", async exchange =>
    {
        if (afterTheWork)
            await exchange.ServeAsync();
        Kill(exchange.AccessKey);
        exchange.Cut();
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var process in all)
            await process.DisposeAsync();
        await lambda.DisposeAsync();
        free.Dispose();
    }

    private void Kill(string accessKey)
    {
        if (!alive.TryRemove(accessKey, out var function))
            return;
        function.Process.Kill();
        Start();
    }

    private void Start()
    {
        var key = $"process{Interlocked.Increment(ref started)}";
        var usual = settings(lambda);
        var warm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = FunctionProcess.Start(
            usual with { Variables = new Dictionary<string, string?>([.. usual.Variables ?? ReadOnlyDictionary<string, string?>.Empty, new("AWS_ACCESS_KEY_ID", key)]) },
            line =>
            {
                if (SkippedEvent.IsAbout(line))
                {
                    warm.TrySetResult();
                    return;
                }

                Log.Add(line);
                onLine?.Invoke(line);
            });
        all.Enqueue(process);
        alive[key] = (process, warm.Task);
    }
}
