using System.Diagnostics;
using System.Text.Json.Serialization;

namespace PostConfirmation.Local.Page;

/// <summary>An invocation, as the page shows it.</summary>
/// <param name="expected">What should happen to a sign-up while something is broken; null if nothing is.</param>
internal sealed class JournalEntry(Invocation invocation, Expectation? expected)
{
    private readonly CognitoEvent cognito = CognitoEvent.Read(invocation.Payload);

    public string Id => invocation.RequestId;

    public DateTimeOffset At { get; } = DateTimeOffset.Now;

    public string Source => cognito.TriggerSource;

    public string Sub => cognito.Sub;

    public string Event => cognito.Text;

    /// <summary>Null for events that the function skips.</summary>
    public Expectation? Expected { get => Source == CognitoEvent.ConfirmSignUp ? field : null; set; } = expected;

    public bool IsRunning { get; set; }

    public bool? IsCold => invocation.IsCold;

    public List<Attempt> Attempts { get; } = [];

    /// <summary>The time from Cognito's call to the answer; null before the answer.</summary>
    public double? ElapsedMs { get; set; }

    /// <summary>The part of that time until a process was started or free.</summary>
    public double? WaitedMs { get; set; }

    /// <summary>The outcome in the function's log or, without a log line, how the invocation ended.</summary>
    public string? Outcome { get; set; }

    public string? Reason { get; set; }

    /// <summary>What the person who signs up sees.</summary>
    public string? Shown { get; set; }

    public string? Log { get; set; }

    [JsonIgnore]
    public string TraceId => invocation.TraceId;

    /// <summary>Completes when the function's log line has come, which is shortly before or after its answer.</summary>
    [JsonIgnore]
    public TaskCompletionSource Logged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One call of a service.</summary>
/// <param name="fault">The fault that was caused; null for none.</param>
internal sealed class Attempt(string service, string? fault)
{
    private readonly long started = Stopwatch.GetTimestamp();

    public string Service => service;

    public string? Fault => fault;

    /// <summary>Null before it ended.</summary>
    public double? Ms { get; private set; }

    public string? Result { get; private set; }

    /// <summary>Whether the function got the answer that it needs to go on.</summary>
    public bool IsGood { get; private set; }

    public void End(string result, bool isGood) =>
        (Ms, Result, IsGood) = (Stopwatch.GetElapsedTime(started).TotalMilliseconds, result, isGood);
}
