using System.Text.Json;
using System.Text.RegularExpressions;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>CloudWatch's patterns for JSON lines, as far as the template uses them: equality, and <c>*</c> for any value.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html</remarks>
internal sealed partial class FilterPattern
{
    private readonly string[] path;
    private readonly string? value;

    public FilterPattern(string pattern)
    {
        var match = Equality().Match(pattern);
        Assert.True(match.Success, $"This test does not know the pattern {pattern}");
        path = match.Groups["path"].Value.Split('.');
        value = match.Groups["value"] is { Success: true } text ? text.Value : null;
    }

    public bool Matches(string line)
    {
        if (!line.StartsWith('{'))
            return false;
        using var json = JsonDocument.Parse(line);
        var found = json.RootElement;
        foreach (var name in path)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                return false;
        }

        return value is null || (found.ValueKind == JsonValueKind.String && found.GetString() == value);
    }

    [GeneratedRegex("""^\{ \$\.(?<path>[A-Za-z.]+) = (\*|"(?<value>[^"*]*)") \}$""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Equality();
}
