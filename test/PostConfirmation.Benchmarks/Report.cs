using System.Globalization;
using Spectre.Console;

namespace PostConfirmation.Benchmarks;

/// <summary>The results as tables: cells once, for the terminal and for Markdown.</summary>
internal static class Report
{
    private static readonly (string Name, Func<Times, Samples> Of)[] Columns =
    [
        ("start", times => times.Start),
        ("first answer", times => times.First),
        ("warm", times => times.Warm),
        ("after a pause", times => times.Pause),
        ("after a long pause", times => times.LongPause),
    ];

    public static void Show(IAnsiConsole console, Results results)
    {
        foreach (var rows in Tables(results))
        {
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
        var parts = Tables(results).Select(rows =>
            string.Join('\n', rows.Select(Line).Take(1).Append(Rule(rows[0].Length)).Concat(rows.Skip(1).Select(Line))));
        return string.Join("\n\n", [.. parts, string.Join('\n', Notes(results).Select(note => $"- {note}"))]) + "\n";
    }

    private static IEnumerable<List<string[]>> Tables(Results results)
    {
        var shares = results.Variants is [var any, ..] ? any.Shares.Keys.Reverse().ToArray() : []; // the smallest first, where the differences matter most
        return shares.Select(share => TimesAt(results, share))
            .Concat([Ratios(results, shares), Sizes(results), FirstCalls(results)])
            .Where(rows => rows.Count > 1);
    }

    private static List<string[]> TimesAt(Results results, string share)
    {
        var columns = Columns.Where(column => results.Variants.Any(variant => column.Of(variant.Shares[share]).Values.Count > 0)).ToArray();
        return
        [
            [share, .. columns.Select(column => column.Name)],
            .. results.Variants.Select(variant => (string[])[Named(variant), .. columns.Select(column => Cell(column.Of(variant.Shares[share])))]),
        ];
    }

    /// <summary>How many times as long as Go each takes, share by share.</summary>
    private static List<string[]> Ratios(Results results, string[] shares)
    {
        if (results.Find(Variant.Go) is not { } go)
            return [];
        var columns = shares.SelectMany(share => Columns.Skip(1), (share, column) => (Share: share, Column: column))
            .Where(cell => cell.Column.Of(go.Shares[cell.Share]).Values.Count > 0).ToArray();
        return
        [
            ["times Go", .. columns.Select(cell => $"{cell.Column.Name}, {cell.Share}"), "peak memory"],
            .. results.Variants.Where(variant => variant != go).Select(variant => (string[])
            [
                variant.Title,
                .. columns.Select(cell => Ratio(cell.Column.Of(variant.Shares[cell.Share]), cell.Column.Of(go.Shares[cell.Share]))),
                Number((double)variant.PeakKb / go.PeakKb, "0.00"),
            ]),
        ];
    }

    private static List<string[]> Sizes(Results results) =>
    [
        ["", "peak memory", "zip"],
        .. results.Variants.Select(variant => (string[])
        [
            Named(variant),
            $"{Number(variant.PeakKb / 1024.0, "0.0")} MB",
            variant.ZipBytes < 100_000 ? $"{Number(variant.ZipBytes / 1e3, "0.0")} kB" : $"{Number(variant.ZipBytes / 1e6, "0.0")} MB",
        ]),
    ];

    private static List<string[]> FirstCalls(Results results) => results.FirstCall is not { } first ? [] :
    [
        [$"this function, {Number(first.RoundTripMs, "0")} ms a round trip, 128 MB", "median (min–max)"],
        ["first call, connected during the start", Cell(first.With)],
        ["first call, not connected", Cell(first.Without)],
        ["warm call", Cell(first.Warm)],
    ];

    private static IEnumerable<string> Notes(Results results) =>
        results.LeftOut.Select(note => $"Left out, or not as asked: {note}").Prepend(
            $"{results.Date:yyyy-MM-dd}, {results.Machine}. The function with AwsPackages={results.AwsPackages}. {results.Conditions} "
            + "Medians (min–max) in ms; start and first answer count from the start of the process, the others from handing the invocation out.");

    private static string Named(VariantResults variant) => $"{variant.Title} ({variant.Version})";

    private static string Cell(Samples times) => times.Values.Count == 0 ? "" : $"{Ms(times.Median)} ({Ms(times.Min)}–{Ms(times.Max)})";

    private static string Ratio(Samples upper, Samples lower) =>
        upper.Values.Count == 0 ? "" : Number(upper.Median / lower.Median, "0.00");

    private static string Ms(double value) => Number(value, value < 10 ? "0.00" : value < 100 ? "0.0" : "#,0");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string Rule(int columns) => $"| --- |{string.Concat(Enumerable.Repeat(" ---: |", columns - 1))}";
}
