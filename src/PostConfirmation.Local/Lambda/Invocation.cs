using System.Diagnostics;
using System.Text.Json;

namespace PostConfirmation.Local;

/// <summary>What the caller of a function gets.</summary>
/// <param name="Payload">The function's answer or, where it failed, Lambda's JSON of the error.</param>
/// <param name="Elapsed">From the call to the answer, the wait for a free process included.</param>
/// <param name="Duration">From the hand-out to a process to the answer, as Lambda reports it; zero where no process took it.</param>
internal sealed record InvocationResult(
    string RequestId, ReadOnlyMemory<byte> Payload, bool IsError, TimeSpan Elapsed, TimeSpan Duration)
{
    /// <summary>Null where the function succeeded.</summary>
    public string? ErrorMessage => Error("errorMessage");

    /// <inheritdoc cref="ErrorMessage"/>
    public string? ErrorType => Error("errorType");

    private string? Error(string property)
    {
        if (!IsError)
            return null;
        using var error = JsonDocument.Parse(Payload);
        return error.RootElement.TryGetProperty(property, out var value) ? value.GetString() : null;
    }
}

/// <summary>A piece of work between the caller that waits for it and the process that does it; ends once.</summary>
internal sealed class Invocation(ReadOnlyMemory<byte> payload)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset started = DateTimeOffset.UtcNow;
    private readonly TaskCompletionSource handedOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<InvocationResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? taken;

    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>As the function sends it on to the services, in <c>X-Amzn-Trace-Id</c>.</summary>
    public string TraceId => $"Root=1-{started.ToUnixTimeSeconds():x8}-{RequestId.Replace("-", "", StringComparison.Ordinal)[..24]}";

    public ReadOnlyMemory<byte> Payload => payload;

    /// <summary>Whether it is the first of its process, once one has taken it; null where that is not known.</summary>
    public bool? IsCold { get; set; }

    /// <summary>Ends when a process has taken the work.</summary>
    public Task HandedOut => handedOut.Task;

    public Task<InvocationResult> Result => result.Task;

    public void HandOut()
    {
        taken = Stopwatch.GetTimestamp();
        handedOut.TrySetResult();
    }

    public void Succeed(ReadOnlyMemory<byte> answer) => End(answer, isError: false);

    public void Fail(ReadOnlyMemory<byte> error) => End(error, isError: true);

    public void Fail(string errorType, string errorMessage) =>
        Fail(JsonSerializer.SerializeToUtf8Bytes(new { errorType, errorMessage }));

    private void End(ReadOnlyMemory<byte> answer, bool isError) =>
        result.TrySetResult(new(
            RequestId, answer, isError, Stopwatch.GetElapsedTime(start), taken is { } since ? Stopwatch.GetElapsedTime(since) : default));
}

/// <summary>The events of an invocation. Subscribers are called when it happens, before anything else goes on.</summary>
internal sealed record InvocationEvents
{
    public Action<Invocation>? Queued { get; init; }

    /// <summary>A process has taken it.</summary>
    public Action<Invocation>? HandedOut { get; init; }

    public Action<Invocation, InvocationResult>? Finished { get; init; }
}
