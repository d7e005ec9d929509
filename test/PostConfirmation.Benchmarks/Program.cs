using System.CommandLine;
using PostConfirmation.Benchmarks;
using Spectre.Console;

var quick = new Option<bool>("--quick") { Description = "A few runs: to see that it works, not to quote." };
var runs = new Option<int>("--runs") { Description = "Cold starts of each variant at full speed; half of that at the shares of 128 and 512 MB.", DefaultValueFactory = _ => 20 };
var only = new Option<string[]>("--only") { Description = $"Only these variants: {string.Join(", ", Variant.Names)}.", AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong([.. Variant.Names]);
var json = new Option<FileInfo?>("--json") { Description = "Writes the results there, every single time among them." };
var from = new Option<FileInfo?>("--from") { Description = "Measures nothing, and shows what --json wrote before." };
var chart = new Option<FileInfo?>("--chart") { Description = "Draws the cold starts there, as SVG." };
var markdown = new Option<FileInfo?>("--markdown") { Description = "Writes the tables there, for the README." };
var command = new RootCommand(
    "Builds the function and its peers, and measures in turn how long each takes from the start of its process to the first answer, and for a warm call. "
    + "Takes about ten minutes on a machine that does nothing else.")
{
    quick, runs, only, json, from, chart, markdown,
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
        var options = arguments.GetValue(quick)
            ? new BenchmarkOptions(Runs: 3, WarmUp: 20, Calls: 50, arguments.GetValue(only) ?? [])
            : new BenchmarkOptions(arguments.GetValue(runs), WarmUp: 200, Calls: 200, arguments.GetValue(only) ?? []);
        try
        {
            results = AnsiConsole.Profile.Capabilities.Interactive
                ? await AnsiConsole.Status().StartAsync("…", status => new Benchmark(options, text => status.Status(Markup.Escape(text))).RunAsync(cancellationToken))
                : await new Benchmark(options, Console.WriteLine).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130; // what a shell says of a program that Ctrl+C ended
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
