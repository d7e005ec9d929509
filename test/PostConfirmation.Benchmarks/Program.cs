using System.CommandLine;
using PostConfirmation.Benchmarks;
using Spectre.Console;

var quick = new Option<bool>("--quick") { Description = "A few runs: to see that it works, not to quote." };
var runs = new Option<int>("--runs") { Description = "Cold starts of each variant at full speed; half of that at the shares of 128 and 512 MB.", DefaultValueFactory = _ => 20 };
var only = new Option<string[]>("--only") { Description = $"Only these variants: {string.Join(", ", Variant.Names)}.", AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong([.. Variant.Names]);
var longPause = new Option<bool>("--long-pause") { Description = "Also measures the first call after more than five minutes: ten minutes more." };
var http = new Option<bool>("--http") { Description = "Services over plain HTTP instead of TLS." };
var fromStart = new Option<bool>("--share-from-start") { Description = "The CPU share holds from the start of the process on: stricter than Lambda." };
var period = new Option<int>("--period")
{
    Description = "Milliseconds. A process that has used up the quota of a period waits for the next; Lambda's pauses are multiples of 20 ms.",
    DefaultValueFactory = _ => 20,
};
var json = new Option<FileInfo?>("--json") { Description = "Writes the results there, every single time among them." };
var from = new Option<FileInfo?>("--from") { Description = "Measures nothing, and shows what --json wrote before." };
var chart = new Option<FileInfo?>("--chart") { Description = "Draws the cold starts there, as SVG." };
var markdown = new Option<FileInfo?>("--markdown") { Description = "Writes the tables there, for the documents." };
var command = new RootCommand(
    "Builds the function and its peers, and measures in turn, as Lambda runs them, how long each takes from the start of its process to the first answer, for a warm call, and after a pause. "
    + "Takes about ten minutes on a machine that does nothing else.")
{
    quick, runs, only, longPause, http, fromStart, period, json, from, chart, markdown,
};
command.SetAction(async (arguments, cancellationToken) =>
{
    Results results;
    if (arguments.GetValue(from) is { } file)
    {
        results = Results.Load(file.FullName);
    }
    else
    {
        var (starts, calls) = arguments.GetValue(quick) ? (3, 50) : (arguments.GetValue(runs), 200);
        var options = new BenchmarkOptions(
            starts, WarmUp: calls, calls, arguments.GetValue(only) ?? [], TimeSpan.FromMilliseconds(arguments.GetValue(period)),
            arguments.GetValue(longPause), !arguments.GetValue(http), arguments.GetValue(fromStart));
        try
        {
            results = AnsiConsole.Profile.Capabilities.Interactive
                ? await AnsiConsole.Status().StartAsync("…", status => new Benchmark(options, text => status.Status(Markup.Escape(text))).RunAsync(cancellationToken))
                : await new Benchmark(options, Console.WriteLine).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130; // the usual exit code after Ctrl+C
        }
    }

    if (Console.IsOutputRedirected)
        AnsiConsole.Profile.Width = 250;
    Report.Show(AnsiConsole.Console, results);
    if (arguments.GetValue(json) is { } jsonFile)
        results.Save(jsonFile.FullName);
    if (arguments.GetValue(markdown) is { } markdownFile)
        await File.WriteAllTextAsync(markdownFile.FullName, Report.Markdown(results), cancellationToken);
    if (arguments.GetValue(chart) is { } chartFile && results.Variants.Count > 0)
        await File.WriteAllTextAsync(chartFile.FullName, Chart.Svg(results), cancellationToken);
    return results.Variants.Count > 0 ? 0 : 1;
});

return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) });
