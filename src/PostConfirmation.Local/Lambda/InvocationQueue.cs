using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;

namespace PostConfirmation.Local;

/// <summary>Brings invocations to whichever process asks for work, and ends those that no process will end.</summary>
/// <param name="timeout">The function's; what takes longer fails.</param>
/// <param name="onFinished">Gets the event and the result of each invocation.</param>
internal sealed class InvocationQueue(TimeSpan timeout, Action<ReadOnlyMemory<byte>, InvocationResult>? onFinished)
{
    /// <summary>What Lambda grants a function that is not ready yet.</summary>
    private static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(10);

    private readonly Channel<Invocation> waiting = Channel.CreateUnbounded<Invocation>();
    private readonly ConcurrentDictionary<string, Invocation> handedOut = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<byte[]> initError = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan Timeout => timeout;

    public Task Ready => ready.Task;

    public Task<byte[]> InitError => initError.Task;

    public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(payload);
        _ = FailWhereNobodyTakesItAsync(invocation);
        waiting.Writer.TryWrite(invocation);
        return FinishAsync(invocation).WaitAsync(cancellationToken);
    }

    /// <param name="processGone">Cancelled when the process that takes the work has ended.</param>
    public async Task<Invocation> TakeAsync(CancellationToken processGone, CancellationToken cancellationToken)
    {
        ready.TrySetResult();
        while (true)
        {
            var invocation = await waiting.Reader.ReadAsync(cancellationToken);
            if (invocation.Result.IsCompleted)
                continue;
            handedOut[invocation.RequestId] = invocation;
            invocation.HandOut();
            _ = FailWhereItDoesNotEndAsync(invocation, processGone);
            return invocation;
        }
    }

    /// <summary>The invocation that a process speaks of: one that timed out is still known, one that it ended is not.</summary>
    public Invocation? Find(string requestId) => handedOut.GetValueOrDefault(requestId);

    public void Forget(string requestId) => handedOut.TryRemove(requestId, out _);

    public void FailInit(byte[] error) => initError.TrySetResult(error);

    private async Task<InvocationResult> FinishAsync(Invocation invocation)
    {
        var result = await invocation.Result;
        onFinished?.Invoke(invocation.Payload, result);
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
