using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostConfirmation.Local;

namespace PostConfirmation.Benchmarks;

/// <summary>
/// Lambda's Runtime API for one process: another could be handed the invocation that its predecessor waited for when it
/// ended. It is handed out only to a process that waits for it, so that a warm time holds nothing of the way there.
/// </summary>
internal sealed class BenchmarkRuntimeApi : IAsyncDisposable
{
    private readonly Channel<PendingInvocation> waiting = Channel.CreateUnbounded<PendingInvocation>();
    private readonly WebApplication app;
    private readonly TaskCompletionSource<long> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] payload;
    private readonly Action whenReady;
    private PendingInvocation? current;

    private BenchmarkRuntimeApi(byte[] payload, Action whenReady)
    {
        (this.payload, this.whenReady) = (payload, whenReady);
        app = LocalServer.Create();
        app.Run(AnswerAsync);
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>When the process asked for work for the first time: its start is over.</summary>
    public Task<long> Ready => ready.Task;

    /// <param name="payload">The event of every invocation.</param>
    /// <param name="whenReady">Is called before the first invocation is handed out.</param>
    public static async Task<BenchmarkRuntimeApi> StartAsync(byte[] payload, Action whenReady)
    {
        var api = new BenchmarkRuntimeApi(payload, whenReady);
        await api.app.StartAsync();
        return api;
    }

    /// <returns>When the answer came, and how long it took from handing the invocation out.</returns>
    /// <exception cref="BenchmarkException">The function reported an error.</exception>
    public async Task<(long Answered, double Milliseconds)> InvokeAsync(CancellationToken cancellationToken)
    {
        var invocation = await waiting.Reader.ReadAsync(cancellationToken);
        current = invocation;
        var started = Stopwatch.GetTimestamp();
        invocation.HandedOut.SetResult();
        var answered = await invocation.Answered.Task.WaitAsync(cancellationToken);
        return (answered, Stopwatch.GetElapsedTime(started, answered).TotalMilliseconds);
    }

    public ValueTask DisposeAsync() => LocalServer.EndAsync(app);

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/2018-06-01/runtime/invocation/next" => NextAsync(context),
        { } path when path.EndsWith("/response", StringComparison.Ordinal) => EndAsync(context, isError: false),
        _ => EndAsync(context, isError: true),
    };

    private async Task NextAsync(HttpContext context)
    {
        if (ready.TrySetResult(Stopwatch.GetTimestamp()))
            whenReady();
        var invocation = new PendingInvocation();
        waiting.Writer.TryWrite(invocation);
        await invocation.HandedOut.Task.WaitAsync(context.RequestAborted);

        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = Guid.NewGuid().ToString();
        // No real deadline, because even the slowest variant must be measured.
        headers["Lambda-Runtime-Deadline-Ms"] = $"{DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeMilliseconds()}";
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:000000000000:function:PostConfirmation";
        headers["Lambda-Runtime-Trace-Id"] = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = payload.Length;
        await context.Response.BodyWriter.WriteAsync(payload, context.RequestAborted);
    }

    private async Task EndAsync(HttpContext context, bool isError)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        if (isError)
            current!.Answered.TrySetException(new BenchmarkException($"it reported {body}"));
        else
            current!.Answered.TrySetResult(Stopwatch.GetTimestamp());
        await context.Response.WriteAsync("""{"status":"OK"}"""); // AWS's own client reads it after an error
    }

    private sealed class PendingInvocation
    {
        public TaskCompletionSource HandedOut { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<long> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A variant cannot be measured; the message says why.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
