using System.Text.Json;

namespace PostConfirmation.Local.Page;

/// <summary>Records every invocation while it happens, and sends it to the pages.</summary>
/// <param name="expected">What should happen now to a sign-up.</param>
internal sealed class Journal(Feed feed, Func<Expectation?> expected)
{
    private const int EntriesKept = 100;
    private static readonly TimeSpan LogLineTimeout = TimeSpan.FromMilliseconds(500);

    private readonly Lock sync = new();
    private readonly OrderedDictionary<string, JournalEntry> entries = [];

    /// <summary>Gets each invocation when its entry is complete.</summary>
    public Action<JournalEntry>? OnComplete { get; init; }

    public InvocationEvents Events => new() { Queued = Begin, HandedOut = HandOut, Finished = Finish };

    /// <summary>A user's last invocation, or null.</summary>
    public JournalEntry? LastOf(string sub)
    {
        lock (sync)
            return entries.Values.LastOrDefault(entry => entry.Sub == sub);
    }

    /// <summary>Takes a line of the function's output; only its log lines with an outcome count.</summary>
    public void ReadLine(string line)
    {
        if (!line.StartsWith('{'))
            return;
        try
        {
            using var json = JsonDocument.Parse(line);
            var log = json.RootElement;
            if (log.TryGetProperty("outcome", out _))
                Change(CognitoEvent.StringOf(log, "requestId"), entry => Note(entry, log));
        }
        catch (JsonException)
        {
            // Not JSON: the function may write any line.
        }
    }

    /// <summary>Replaces what was expected of an invocation when it began.</summary>
    public void Expect(Invocation invocation, Expectation now) => Change(invocation.RequestId, entry => entry.Expected = now);

    /// <param name="traceId">The request's trace id; requests that belong to no invocation are not recorded.</param>
    public Attempt BeginAttempt(string traceId, string service, string? fault)
    {
        var attempt = new Attempt(service, fault);
        lock (sync)
        {
            if (Find(traceId) is { } entry)
                Change(entry.Id, entry => entry.Attempts.Add(attempt));
        }
        return attempt;
    }

    public void EndAttempt(string traceId, Attempt attempt, string result, bool isGood)
    {
        lock (sync)
        {
            attempt.End(result, isGood);
            if (Find(traceId) is { } entry)
                Change(entry.Id, _ => { });
        }
    }

    private void Begin(Invocation invocation)
    {
        var entry = new JournalEntry(invocation, expected());
        lock (sync)
        {
            entries[entry.Id] = entry;
            if (entries.Count > EntriesKept)
                entries.RemoveAt(0);
            Change(entry.Id, _ => { });
        }
    }

    private void HandOut(Invocation invocation) => Change(invocation.RequestId, entry => entry.IsRunning = true);

    private void Finish(Invocation invocation, InvocationResult result)
    {
        Change(invocation.RequestId, entry =>
        {
            entry.IsRunning = false;
            entry.ElapsedMs = result.Elapsed.TotalMilliseconds;
            entry.WaitedMs = (result.Elapsed - result.Duration).TotalMilliseconds;
            entry.Outcome ??= result.IsError ? "failed" : "succeeded";
            entry.Reason ??= result.ErrorType;
            entry.Shown = result.IsError ? $"PostConfirmation failed with error {result.ErrorMessage}."
                : entry.Source == CognitoEvent.ConfirmSignUp ? "The sign-up is confirmed."
                : "The new password is set.";
            _ = CompleteAsync(entry);
        });
    }

    private async Task CompleteAsync(JournalEntry entry)
    {
        await Task.WhenAny(entry.Logged.Task, Task.Delay(LogLineTimeout));
        OnComplete?.Invoke(entry);
    }

    private static void Note(JournalEntry entry, JsonElement log)
    {
        entry.Outcome = CognitoEvent.StringOf(log, "outcome");
        entry.Reason = ((string[])["reason", "errorCode"]).Select(name => CognitoEvent.StringOf(log, name)).FirstOrDefault(text => text.Length > 0);
        entry.Log = CognitoEvent.Indent(log);
        entry.Logged.TrySetResult();
    }

    private JournalEntry? Find(string traceId) =>
        entries.Values.LastOrDefault(entry => traceId.Contains(entry.TraceId, StringComparison.Ordinal));

    private void Change(string id, Action<JournalEntry> change)
    {
        lock (sync)
        {
            if (!entries.TryGetValue(id, out var entry))
                return;
            change(entry);
            feed.Publish("invocation", id, entry);
        }
    }
}
