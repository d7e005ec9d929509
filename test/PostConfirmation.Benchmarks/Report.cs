using System.Globalization;
using Spectre.Console;

namespace PostConfirmation.Benchmarks;

/// <summary>The results as tables: cells once, for the terminal and for Markdown.</summary>
internal static class Report
{
    public static void Show(IAnsiConsole console, Results results)
    {
        foreach (var rows in (IReadOnlyList<string[]>[])[Times(results), Ratios(results), FirstCalls(results)])
        {
            if (rows.Count < 2)
                continue;
            var table = new Table().Border(TableBorder.Rounded);
            foreach (var heading in rows[0])
                table.AddColumn(new TableColumn(new Text(heading)) { Alignment = heading == rows[0][0] ? Justify.Left : Justify.Right });
            foreach (var row in rows.Skip(1))
                table.AddRow(row.Select(cell => new Text(cell)));
            console.Write(table);
        }
        foreach (var line in Notes(results))
            console.WriteLine(line);
    }

    public static string Markdown(Results results)
    {
        var parts = new[] { Times(results), Ratios(results), FirstCalls(results) }
            .Where(rows => rows.Count > 1)
            .Select(rows => string.Join('\n', rows.Select(Line).Take(1).Append(Rule(rows[0].Length)).Concat(rows.Skip(1).Select(Line)))).ToArray();
        return string.Join("\n\n", [.. parts, string.Join('\n', Notes(results).Select(note => $"- {note}"))]) + "\n";
    }

    private static List<string[]> Times(Results results)
    {
        var shares = SharesOf(results);
        var rows = new List<string[]> { ((string[])["", .. shares.Select(share => $"cold, {share}"), .. shares.Select(share => $"warm, {share}"), "peak memory", "zip"]) };
        foreach (var variant in results.Variants)
        {
            rows.Add(
            [
                $"{variant.Title} ({variant.Version})",
                .. shares.Select(share => Cold(variant.Shares[share].Cold)),
                .. shares.Select(share => Warm(variant.Shares[share].Warm)),
                $"{Number(variant.PeakKb / 1024.0, "0.0")} MB",
                variant.ZipBytes < 100_000 ? $"{Number(variant.ZipBytes / 1e3, "0.0")} kB" : $"{Number(variant.ZipBytes / 1e6, "0.0")} MB",
            ]);
        }
        return rows;
    }

    /// <summary>How many times as much as this function takes, and this function over the floor.</summary>
    private static List<string[]> Ratios(Results results)
    {
        var shares = SharesOf(results);
        var rows = new List<string[]> { ((string[])["times as much", .. shares.Select(share => $"cold, {share}"), .. shares.Select(share => $"warm, {share}"), "peak memory"]) };
        if (results.Find(Variant.Native) is not { } ours)
            return rows;
        foreach (var variant in results.Variants.Where(variant => variant != ours))
        {
            var (upper, lower) = variant.Name == Variant.Floor ? (ours, variant) : (variant, ours);
            rows.Add(
            [
                $"{upper.Title} / {lower.Title}",
                .. shares.Select(share => Number(upper.Shares[share].Cold.Median / lower.Shares[share].Cold.Median, "0.0")),
                .. shares.Select(share => Number(upper.Shares[share].Warm.Median / lower.Shares[share].Warm.Median, "0.0")),
                Number((double)upper.PeakKb / lower.PeakKb, "0.0"),
            ]);
        }
        return rows;
    }

    private static List<string[]> FirstCalls(Results results)
    {
        var rows = new List<string[]>();
        if (results.FirstCall is not { } first)
            return rows;
        rows.Add([$"TLS, {Number(first.RoundTripMs, "0")} ms a round trip", "median (min–max)"]);
        rows.Add(["first call, connected during the start", Cold(first.With)]);
        rows.Add(["first call, not connected", Cold(first.Without)]);
        rows.Add(["warm call", Cold(first.Warm)]);
        return rows;
    }

    private static IEnumerable<string> Notes(Results results) =>
        results.LeftOut.Select(note => $"Left out, or not as asked: {note}").Prepend(
            $"{results.Date:yyyy-MM-dd}, {results.Machine}. The function with AwsPackages={results.AwsPackages}. cold: start of the process to its first answer, median (min–max); warm: median / 99th percentile; times as much: of the medians.");

    private static string[] SharesOf(Results results) => results.Variants is [var first, ..] ? [.. first.Shares.Keys] : [];

    private static string Cold(Samples times) => $"{Ms(times.Median)} ms ({Ms(times.Min)}–{Ms(times.Max)})";

    private static string Warm(Samples times) => $"{Ms(times.Median)} / {Ms(times.P99)} ms";

    private static string Ms(double value) => Number(value, value < 10 ? "0.00" : value < 100 ? "0.0" : "#,0");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string Rule(int columns) => $"| --- |{string.Concat(Enumerable.Repeat(" ---: |", columns - 1))}";
}
