using System.Globalization;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Names and numbers, one under the other.</summary>
internal sealed class Figures
{
    private readonly List<(string Name, string Value)> rows = [];

    public void Add(string name, int value) => rows.Add((name, value.ToString("N0", CultureInfo.InvariantCulture)));

    public void Add(string name, TimeSpan value) =>
        rows.Add((name, value.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture) + " ms"));

    /// <summary>The median, the 99th percentile and the longest.</summary>
    public void Add(string name, IEnumerable<TimeSpan> values)
    {
        var sorted = values.Order().ToArray();
        Add($"{name}: half within", sorted[sorted.Length / 2]);
        Add($"{name}: 99 % within", sorted[sorted.Length * 99 / 100]);
        Add($"{name}: all within", sorted[^1]);
    }

    /// <summary>How often each name comes.</summary>
    public void AddCounts(string prefix, IEnumerable<string> names)
    {
        foreach (var group in names.GroupBy(name => name).OrderBy(group => group.Key, StringComparer.Ordinal))
            Add($"{prefix}{group.Key}", group.Count());
    }

    public override string ToString()
    {
        var width = rows.Max(row => row.Name.Length);
        return string.Join(Environment.NewLine, rows.Select(row => $"{row.Name.PadRight(width)}  {row.Value,8}"));
    }
}
