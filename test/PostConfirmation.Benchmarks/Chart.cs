using System.Globalization;
using System.Net;
using System.Text;

namespace PostConfirmation.Benchmarks;

/// <summary>The cold starts as bars, one panel for each CPU share, in SVG that is readable on a light and on a dark page.</summary>
internal static class Chart
{
    private const int Width = 820;
    private const int NameWidth = 270;
    private const int BarWidth = 440;
    private const int Row = 30;
    private const int LabelWidth = 64;
    private const double CognitoGivesUpMs = 5000;

    private const string Style = """
        text{font:14px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}
        .title{font-weight:600;font-size:15px}.note{fill:#59636e;font-size:12px}.value{font-variant-numeric:tabular-nums}
        .bar{fill:#9aa4b0}.ours{fill:#1a7f37}.limit{stroke:#cf222e;stroke-width:1.5;stroke-dasharray:5 4}.limitname{fill:#cf222e;font-size:12px}
        @media(prefers-color-scheme:dark){text{fill:#e6edf3}.note{fill:#9198a1}.bar{fill:#656d76}.ours{fill:#3fb950}.limit{stroke:#f85149}.limitname{fill:#f85149}}
        """;

    public static string Svg(Results results)
    {
        var shares = results.Variants[0].Shares.Keys.Reverse().ToArray(); // the smallest first: there it matters
        var body = new StringBuilder();
        var y = 10;
        foreach (var share in shares)
            y = Panel(body, results, share, y);
        Text(body, 0, y + 4, "note", "From the start of the process to its first answer, the median of each variant's runs.");
        Text(body, 0, y + 22, "note", results.Conditions);
        Text(body, 0, y + 40, "note", $"{results.Date:yyyy-MM-dd}, {results.Machine}");
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 {Width} {y + 54}" width="{Width}" role="img" aria-label="Cold start by variant and memory size">
            <style>{Style}</style>
            {body}</svg>

            """;
    }

    private static int Panel(StringBuilder body, Results results, string share, int y)
    {
        var rows = results.Variants.Select(variant => (variant, variant.Shares[share].First.Median)).OrderBy(row => row.Median).ToArray();
        var longest = rows.Max(row => row.Median);
        // Where somebody comes near it, the line that matters is part of the picture.
        var withLimit = longest > CognitoGivesUpMs / 4;
        var scale = BarWidth / Math.Max(longest, withLimit ? CognitoGivesUpMs : 0);

        Text(body, 0, y + 14, "title", share == CpuShare.Full.Name ? "Cold start, full speed throughout" : $"Cold start, {share}");
        y += 26;
        var top = y;
        var limit = withLimit ? NameWidth + (CognitoGivesUpMs * scale) : double.PositiveInfinity;
        foreach (var (variant, median) in rows)
        {
            var length = Math.Max(2, median * scale);
            Text(body, 0, y + 19, "", variant.Title);
            body.Append(CultureInfo.InvariantCulture, $"""<rect class="{(variant.Name is Variant.Native or Variant.ReadyToRun ? "ours" : "bar")}" x="{NameWidth}" y="{y + 4}" width="{length:0.0}" height="{Row - 10}" rx="3"/>""").Append('\n');
            var end = NameWidth + length;
            var label = end < limit && end + LabelWidth > limit ? limit : end; // not across the line
            Text(body, label + 8, y + 19, "value", median < 1000 ? $"{median:0} ms" : $"{median / 1000:0.00} s");
            y += Row;
        }
        if (withLimit)
        {
            body.Append(CultureInfo.InvariantCulture, $"""<line class="limit" x1="{limit:0.0}" x2="{limit:0.0}" y1="{top}" y2="{y}"/>""").Append('\n');
            Text(body, limit - 150, top - 8, "limitname", "Cognito gives up after 5 s");
        }
        return y + 22;
    }

    private static void Text(StringBuilder body, double x, double y, string type, string text) =>
        body.Append(CultureInfo.InvariantCulture, $"""<text class="{type}" x="{x:0.0}" y="{y:0.0}">{WebUtility.HtmlEncode(text)}</text>""").Append('\n');
}
