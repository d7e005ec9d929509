using System.Diagnostics;
using System.Text.Json.Serialization;

namespace PostConfirmation.Local.Page;

/// <summary>An invocation, as the page shows it.</summary>
/// <param name="expected">What should happen to a sign-up while something is broken; null where nothing is.</param>
internal sealed class JournalEntry(Invocation invocation, Expectation? expected)
{
    private readonly CognitoEvent cognito = CognitoEvent.Read(invocation.Payload);

    public string Id => invocation.RequestId;

    public DateTimeOffset At { get; } = DateTimeOffset.Now;

    public string Source => cognito.TriggerSource;

    public string Sub => cognito.Sub;

    public string Event => cognito.Text;

    /// <summary>Of no use to what is skipped.</summary>
    public Expectation? Expected => Source == CognitoEvent.ConfirmSignUp ? expected : null;

    public bool IsRunning { get; set; }

    public bool? IsCold => invocation.IsCold;

    public List<Attempt> Attempts { get; } = [];

    /// <summary>From Cognito's call to the answer; null while it lasts.</summary>
    public double? ElapsedMs { get; set; }

    /// <summary>Of that, the start of a process, or the wait for one that was busy.</summary>
    public double? WaitedMs { get; set; }

    /// <summary>The name in the function's log or, where it wrote none, how the invocation ended.</summary>
    public string? Outcome { get; set; }

    public string? Reason { get; set; }

    /// <summary>What the person who signs up is told.</summary>
    public string? Shown { get; set; }

    public string? Log { get; set; }

    [JsonIgnore]
    public string TraceId => invocation.TraceId;

    /// <summary>Ends when the function's line is there: shortly before its answer is, or after.</summary>
    [JsonIgnore]
    public TaskCompletionSource Logged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One call of a service.</summary>
/// <param name="fault">What was made to go wrong with it; null for nothing.</param>
internal sealed class Attempt(string service, string? fault)
{
    private readonly long started = Stopwatch.GetTimestamp();

    public string Service => service;

    public string? Fault => fault;

    /// <summary>Null while it lasts.</summary>
    public double? Ms { get; private set; }

    public string? Result { get; private set; }

    public void End(string result) => (Ms, Result) = (Stopwatch.GetElapsedTime(started).TotalMilliseconds, result);
}
