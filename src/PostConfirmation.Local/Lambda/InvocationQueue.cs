using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Threading.Channels;

namespace PostConfirmation.Local;

/// <summary>Gives invocations to the processes that ask for work, and fails those that no process will answer.</summary>
/// <param name="timeout">The function's timeout: an invocation that takes longer fails.</param>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds nothing that would have to be freed.")]
internal sealed class InvocationQueue(TimeSpan timeout, InvocationEvents events)
{
    /// <summary>How long Lambda waits for a function to start.</summary>
    private static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(10);

    private readonly Channel<Invocation> waiting = Channel.CreateUnbounded<Invocation>();
    private readonly ConcurrentDictionary<string, Invocation> handedOut = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<byte[]> initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource processesWaiting = new();

    public TimeSpan Timeout => timeout;

    public Task Ready => ready.Task;

    public Task<byte[]> InitError => initError.Task;

    public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(payload);
        events.Queued?.Invoke(invocation);
        _ = FailWhereNobodyTakesItAsync(invocation);
        waiting.Writer.TryWrite(invocation);
        return FinishAsync(invocation).WaitAsync(cancellationToken);
    }

    /// <param name="processGone">Cancelled when the process that takes the work has ended.</param>
    public async Task<Invocation> TakeAsync(CancellationToken processGone, CancellationToken cancellationToken)
    {
        ready.TrySetResult();
        using var turnedAway = CancellationTokenSource.CreateLinkedTokenSource(processesWaiting.Token, cancellationToken);
        while (true)
        {
            var invocation = await waiting.Reader.ReadAsync(turnedAway.Token);
            if (invocation.Result.IsCompleted)
                continue;
            handedOut[invocation.RequestId] = invocation;
            invocation.HandOut();
            events.HandedOut?.Invoke(invocation);
            _ = FailWhereItDoesNotEndAsync(invocation, processGone);
            return invocation;
        }
    }

    /// <summary>Gives no work to the processes that wait for some now: they are about to end.</summary>
    public void TurnAwayWaiting()
    {
        // Not disposed: a process may be just about to wait on it, and there is nothing in it to free.
        Interlocked.Exchange(ref processesWaiting, new()).Cancel();
    }

    /// <summary>The invocation with the id that a process sent. It is still found after a timeout, but not after its answer.</summary>
    public Invocation? Find(string requestId) => handedOut.GetValueOrDefault(requestId);

    public void Forget(string requestId) => handedOut.TryRemove(requestId, out _);

    public void FailInit(byte[] error) => initError.TrySetResult(error);

    private async Task<InvocationResult> FinishAsync(Invocation invocation)
    {
        var result = await invocation.Result;
        events.Finished?.Invoke(invocation, result);
        return result;
    }

    private async Task FailWhereNobodyTakesItAsync(Invocation invocation)
    {
        try
        {
            await Task.WhenAny(invocation.HandedOut, initError.Task).WaitAsync(InitTimeout);
            if (!invocation.HandedOut.IsCompleted)
                invocation.Fail(await initError.Task);
        }
        catch (TimeoutException)
        {
            invocation.Fail("Sandbox.Timedout", $"RequestId: {invocation.RequestId} Error: No process asked for work within {InitTimeout.TotalSeconds} seconds");
        }
    }

    private async Task FailWhereItDoesNotEndAsync(Invocation invocation, CancellationToken processGone)
    {
        try
        {
            await invocation.Result.WaitAsync(timeout, processGone);
        }
        catch (TimeoutException)
        {
            var seconds = timeout.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
            invocation.Fail("Sandbox.Timedout", $"RequestId: {invocation.RequestId} Error: Task timed out after {seconds} seconds");
        }
        catch (OperationCanceledException)
        {
            invocation.Fail("Runtime.ExitError", $"RequestId: {invocation.RequestId} Error: Runtime exited without providing a reason");
        }
    }
}
