using System.Globalization;
using Spectre.Console;

namespace PostConfirmation.Reconcile;

/// <summary>What people see: a progress bar on a terminal, or else a line from time to time.</summary>
internal sealed class ProgressScreen(IAnsiConsole console, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(250);

    public static ProgressScreen Create(TextWriter output, bool isWatched, TimeProvider clock)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isWatched ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isWatched ? InteractionSupport.Yes : InteractionSupport.No,
            Enrichment = new() { UseDefaultEnrichers = false }, // without these: on a build machine they take the bar away
        });
        if (!isWatched)
            console.Profile.Width = 1000; // so that no line is wrapped in a file
        return new(console, clock);
    }

    /// <summary>Whether the progress is a bar.</summary>
    public bool HasBar => console.Profile.Capabilities.Interactive;

    /// <summary>Shows the progress until the run ends. Returns or throws what the run does.</summary>
    public async Task WatchAsync(Reconciliation reconciliation, CancellationToken stop)
    {
        reconciliation.Summary.OnFailure = (sub, reason) => Line($"failed  {sub}  {reason}");
        var run = reconciliation.RunAsync(stop);
        await ShowAsync(reconciliation, run);
        await run;
    }

    public void Show(Summary summary, ReconcileOptions options, TimeSpan elapsed)
    {
        (string Name, long Count)[] rows =
        [
            ("complete already", summary[UserOutcome.Complete]),
            .. Completed(summary, options),
            .. summary.Skipped.Select(skipped => ($"skipped: {skipped.Key}", skipped.Value)),
            ("failed", summary[UserOutcome.Failed]),
            .. summary.Unfinished > 0 ? new[] { ("not finished", summary.Unfinished) } : [],
            ($"seen, in {Duration(elapsed)}", summary.Seen),
        ];
        foreach (var (name, count) in rows)
            Line($"{Number(count),12}  {name}");
    }

    public void Line(string text) => console.WriteLine(text);

    private async Task ShowAsync(Reconciliation reconciliation, Task run)
    {
        if (!HasBar)
        {
            await UpdateAsync(run, BetweenLines, elapsed => Line($"{Status(reconciliation, elapsed)}{Left(reconciliation, elapsed)}"));
            return;
        }

        await console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("checking the pool, the group and the table", maxValue: 1);
                await UpdateAsync(run, BetweenFrames, elapsed => Update(bar, reconciliation, elapsed));
            });
    }

    /// <summary>The next frame of the bar.</summary>
    internal static void Update(ProgressTask bar, Reconciliation reconciliation, TimeSpan elapsed)
    {
        var done = reconciliation.Summary.Done;
        bar.IsIndeterminate = reconciliation.Estimate is null;
        bar.MaxValue = Math.Max(reconciliation.Estimate ?? 0, done + 1); // when the estimate was too low, the bar must not look finished
        bar.Value = done;
        bar.Description = $"{Status(reconciliation, elapsed)}{Left(reconciliation, elapsed)}";
    }

    private async Task UpdateAsync(Task run, TimeSpan every, Action<TimeSpan> show)
    {
        var started = clock.GetTimestamp();
        while (await Task.WhenAny(run, Task.Delay(every, clock)) != run)
            show(clock.GetElapsedTime(started));
    }

    private static string Status(Reconciliation reconciliation, TimeSpan elapsed)
    {
        var summary = reconciliation.Summary;
        var of = reconciliation.Estimate is { } estimate ? $" of about {Number(estimate)}" : "";
        var completed = string.Concat(Completed(summary, reconciliation.Options).Select(row => $"{Number(row.Count)} {row.Name}; "));
        return $"{Number(summary.Done)}{of} users, {Number((long)(summary.Done / elapsed.TotalSeconds))} a second; "
            + $"{completed}{Number(summary[UserOutcome.Failed])} failed";
    }

    private static IEnumerable<(string Name, long Count)> Completed(Summary summary, ReconcileOptions options)
    {
        var would = options.DryRun ? "would be " : "";
        return
        [
            ($"{would}provisioned, in the group {options.Settings.GroupName}", summary[UserOutcome.Provisioned]),
            .. summary.Added.Select(added => ($"{would}added to the group {added.Key}", added.Value)),
        ];
    }

    private static string Left(Reconciliation reconciliation, TimeSpan elapsed) =>
        reconciliation is { Estimate: { } estimate, Summary.Done: > 0 and var done } && done < estimate
            ? $"; about {Duration(elapsed * ((double)(estimate - done) / done))} left"
            : "";

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min"
        : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s"
        : $"{time.TotalSeconds:0.0} s";
}
