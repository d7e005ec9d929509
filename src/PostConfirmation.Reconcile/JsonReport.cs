using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostConfirmation.Reconcile;

/// <summary>What a run did, as one JSON object on one line, for other programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="problem">Why the run ended early, or null.</param>
    public static string Write(Summary summary, ReconcileOptions options, TimeSpan elapsed, string? problem) =>
        From(summary, options, elapsed, problem).ToJsonString(OneLine);

    /// <inheritdoc cref="Write"/>
    public static JsonObject From(Summary summary, ReconcileOptions options, TimeSpan elapsed, string? problem) => new()
    {
        ["userPoolId"] = options.UserPoolId,
        ["table"] = options.Settings.TableName,
        ["group"] = options.Settings.GroupName,
        ["dryRun"] = options.DryRun,
        ["finished"] = problem is null,
        ["problem"] = problem,
        ["seen"] = summary.Seen,
        ["complete"] = summary[UserOutcome.Complete],
        ["provisioned"] = summary[UserOutcome.Provisioned],
        ["groupAdded"] = summary[UserOutcome.GroupAdded],
        ["groupsAdded"] = Counts(summary.Added),
        ["skipped"] = Counts(summary.Skipped),
        ["failed"] = summary[UserOutcome.Failed],
        ["unfinished"] = summary.Unfinished,
        ["failures"] = new JsonArray(
            [.. summary.Failures.Select(f => new JsonObject { ["sub"] = f.Sub, ["reason"] = f.Reason })]),
        ["elapsedSeconds"] = Math.Round(elapsed.TotalSeconds, 1),
        ["peakMemoryMB"] = Math.Round(PeakMemory() / 1e6, 1),
    };

    private static JsonObject Counts(IReadOnlyDictionary<string, long> counts) =>
        new(counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value)));

    private static long PeakMemory()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
