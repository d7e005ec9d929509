using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Text;
using PostConfirmation.Local;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Processes of the function behind one Lambda endpoint. Where one is killed another takes its place, as Lambda does it.</summary>
/// <param name="settings">Each process gets an access key of its own besides, so that its requests tell who sent them.</param>
internal sealed class FunctionPool(LambdaEndpoint lambda, int count, Func<LambdaEndpoint, FunctionSettings> settings) : IAsyncDisposable
{
    /// <summary>Lambda starts a process for each call that finds none free; here the call waits, but not at Lambda, which would give it up.</summary>
    private readonly SemaphoreSlim free = new(count);
    private readonly ConcurrentDictionary<string, FunctionProcess> alive = new();
    private readonly ConcurrentQueue<FunctionProcess> all = new();
    private int started;

    /// <summary>Ends when the first of them asks for work.</summary>
    public Task Ready => lambda.Ready;

    public FunctionLog Log { get; } = new();

    /// <summary>How many processes there have been.</summary>
    public int Started => started;

    public static async Task<FunctionPool> StartAsync(int count, Func<LambdaEndpoint, FunctionSettings> settings)
    {
        var functionPool = new FunctionPool(await LambdaEndpoint.StartAsync(EmulatorFixture.FunctionTimeout), count, settings);
        for (var i = 0; i < count; i++)
            functionPool.Start();
        await functionPool.Ready.WaitAsync(TimeSpan.FromSeconds(60));
        return functionPool;
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

    private void Kill(string accessKey)
    {
        if (!alive.TryRemove(accessKey, out var process))
            return;
        process.Kill();
        Start();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in all)
            await process.DisposeAsync();
        await lambda.DisposeAsync();
        free.Dispose();
    }

    private void Start()
    {
        var key = $"process{Interlocked.Increment(ref started)}";
        var usual = settings(lambda);
        var process = FunctionProcess.Start(
            usual with { Variables = new Dictionary<string, string?>([.. usual.Variables ?? ReadOnlyDictionary<string, string?>.Empty, new("AWS_ACCESS_KEY_ID", key)]) }, Log.Add);
        all.Enqueue(process);
        alive[key] = process;
    }
}
