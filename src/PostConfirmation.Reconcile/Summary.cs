namespace PostConfirmation.Reconcile;

/// <summary>The counts of what a run has done so far. Thread-safe.</summary>
internal sealed class Summary
{
    /// <summary>Each failure is shown when it happens. Keeping all of them would need unlimited memory.</summary>
    public const int FailuresKept = 100;

    private readonly Lock sync = new();
    private readonly Dictionary<UserOutcome, long> counts = [];
    private readonly SortedDictionary<string, long> skipped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> added = new(StringComparer.Ordinal);
    private readonly List<(string Sub, string Reason)> failures = [];
    private long seen;

    /// <summary>Gets the sub and the reason of each failure.</summary>
    public Action<string, string>? OnFailure { get; set; }

    public long Seen
    {
        get
        {
            lock (sync)
                return seen;
        }
    }

    /// <summary>Users with an outcome.</summary>
    public long Done
    {
        get
        {
            lock (sync)
                return counts.Values.Sum();
        }
    }

    /// <summary>Users without an outcome, because the run was stopped.</summary>
    public long Unfinished
    {
        get
        {
            lock (sync)
                return seen - counts.Values.Sum();
        }
    }

    public long this[UserOutcome outcome]
    {
        get
        {
            lock (sync)
                return counts.GetValueOrDefault(outcome);
        }
    }

    /// <summary>How many were skipped, by reason.</summary>
    public IReadOnlyDictionary<string, long> Skipped
    {
        get
        {
            lock (sync)
                return new SortedDictionary<string, long>(skipped, StringComparer.Ordinal);
        }
    }

    /// <summary>How many users lacked only the group, by the groups that they were added to.</summary>
    public IReadOnlyDictionary<string, long> Added
    {
        get
        {
            lock (sync)
                return new SortedDictionary<string, long>(added, StringComparer.Ordinal);
        }
    }

    /// <summary>The first <see cref="FailuresKept"/>.</summary>
    public IReadOnlyList<(string Sub, string Reason)> Failures
    {
        get
        {
            lock (sync)
                return [.. failures];
        }
    }

    public void See(int users)
    {
        lock (sync)
            seen += users;
    }

    public void Count(string sub, UserResult result)
    {
        lock (sync)
        {
            counts[result.Outcome] = counts.GetValueOrDefault(result.Outcome) + 1;
            if (result.Outcome == UserOutcome.Skipped)
                skipped[result.Reason!] = skipped.GetValueOrDefault(result.Reason!) + 1;
            if (result.Outcome == UserOutcome.GroupAdded)
                added[result.Groups!] = added.GetValueOrDefault(result.Groups!) + 1;
            if (result.Outcome != UserOutcome.Failed)
                return;
            if (failures.Count < FailuresKept)
                failures.Add((sub, result.Reason!));
        }

        OnFailure?.Invoke(sub, result.Reason!);
    }

    /// <exception cref="RunStoppedException">A user was lost or counted twice, which is a fault of this program.</exception>
    public void AssertAddsUp()
    {
        if (Unfinished != 0 || this[UserOutcome.Skipped] != Skipped.Values.Sum())
            throw new RunStoppedException($"The summary does not add up: {Unfinished} of {Seen} users are unaccounted for.");
    }
}
