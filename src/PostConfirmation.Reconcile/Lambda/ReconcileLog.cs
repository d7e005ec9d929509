using Amazon.Lambda.Core;

namespace PostConfirmation.Reconcile.Lambda;

/// <summary>The log lines of an invocation: one for each user who failed, and one at the end. They name users by the sub only.</summary>
/// <param name="group">The group that every user belongs to.</param>
internal sealed class ReconcileLog(ILambdaLogger logger, string group)
{
    public void Failed(string sub, string reason) =>
        logger.Log(LogLevel.Error, "outcome={outcome} sub={sub} reason={reason}", "reconcile-failed", sub, reason);

    public void Ended(Summary summary, TimeSpan elapsed, bool isFinished) =>
        Log(LogLevel.Information, [("outcome", "reconciled"), ("finished", isFinished), .. Counts(summary, elapsed)]);

    /// <param name="trace">The stack trace of an internal fault.</param>
    public void Stopped(string reason, Summary summary, TimeSpan elapsed, string? trace = null) =>
        Log(LogLevel.Error, [("outcome", "reconcile-stopped"), ("reason", reason), .. Counts(summary, elapsed), .. trace is null ? [] : new[] { ("trace", (object)trace) }]);

    private IEnumerable<(string Name, object Value)> Counts(Summary summary, TimeSpan elapsed) =>
    [
        ("group", group),
        ("seen", summary.Seen),
        ("complete", summary[UserOutcome.Complete]),
        ("provisioned", summary[UserOutcome.Provisioned]),
        ("groupAdded", summary[UserOutcome.GroupAdded]),
        ("groupsAdded", string.Join(", ", summary.Added.Select(added => $"{added.Key}: {added.Value}"))),
        ("skipped", summary[UserOutcome.Skipped]),
        ("unverified", summary.Skipped.GetValueOrDefault(Eligibility.Unverified)),
        ("failed", summary[UserOutcome.Failed]),
        ("unfinished", summary.Unfinished),
        ("elapsedMs", Math.Round(elapsed.TotalMilliseconds)),
    ];

    private void Log(LogLevel level, (string Name, object Value)[] values) =>
        logger.Log(level, string.Join(' ', values.Select(v => $"{v.Name}={{{v.Name}}}")), [.. values.Select(v => v.Value)]);
}
