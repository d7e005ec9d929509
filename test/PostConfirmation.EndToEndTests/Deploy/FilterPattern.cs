using System.Text.Json;
using System.Text.RegularExpressions;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>CloudWatch's patterns for JSON lines, as far as the template uses them: equality, <c>*</c> for any value, and <c>&amp;&amp;</c>.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html</remarks>
internal sealed partial class FilterPattern
{
    private readonly (string[] Path, string? Value)[] conditions;

    public FilterPattern(string pattern)
    {
        Assert.StartsWith("{ ", pattern, StringComparison.Ordinal);
        Assert.EndsWith(" }", pattern, StringComparison.Ordinal);
        conditions = [.. pattern[2..^2].Split(" && ").Select(condition =>
        {
            var match = Equality().Match(condition);
            Assert.True(match.Success, $"This test does not know the condition {condition}");
            return (match.Groups["path"].Value.Split('.'), match.Groups["value"] is { Success: true } text ? text.Value : null);
        })];
    }

    public bool Matches(string line)
    {
        if (!line.StartsWith('{'))
            return false;
        using var json = JsonDocument.Parse(line);
        return conditions.All(condition => Holds(json.RootElement, condition.Path, condition.Value));
    }

    private static bool Holds(JsonElement found, string[] path, string? value)
    {
        foreach (var name in path)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                return false;
        }

        return value is null || (found.ValueKind == JsonValueKind.String && found.GetString() == value);
    }

    [GeneratedRegex("""^\$\.(?<path>[A-Za-z.]+) = (\*|"(?<value>[^"*]*)")$""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Equality();
}
