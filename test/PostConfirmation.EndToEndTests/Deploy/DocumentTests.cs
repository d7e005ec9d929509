using System.Text.RegularExpressions;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>What the documents point at is there.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_every_anchor_to_a_heading()
    {
        var documents = Files("*.md").ToArray();
        Assert.Contains(Repository.PathOf("README.md"), documents);

        var broken = documents.SelectMany(document => Links().Matches(File.ReadAllText(document))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !IsThere(document, target))
            .Select(target => $"{Path.GetFileName(document)}: {target}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_test_that_a_line_of_reliability_names_is_there()
    {
        var tests = string.Concat(Files("*Tests.cs").Select(File.ReadAllText));

        var named = TestNames().Matches(File.ReadAllText(Repository.PathOf("docs/reliability.md"))).Select(name => name.Groups["name"].Value).ToArray();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !tests.Contains($" {name}(", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Files(string pattern) => FilesIn(Repository.PathOf(""), pattern);

    /// <summary>Not in what is generated or installed, which other tests may change meanwhile.</summary>
    private static IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => Path.GetFileName(inner) is not ("bin" or "obj" or "node_modules") && !Path.GetFileName(inner).StartsWith('.'))
            .SelectMany(inner => FilesIn(inner, pattern)));

    private static bool IsThere(string document, string target)
    {
        var parts = target.Split('#');
        var file = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
        return parts.Length == 1
            ? Path.Exists(file)
            : File.Exists(file) && Headings().Matches(File.ReadAllText(file)).Any(heading => Anchor(heading.Groups["text"].Value) == parts[1]);
    }

    /// <summary>As GitHub makes it from a heading.</summary>
    private static string Anchor(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Links();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 1000)]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z0-9]*_\w+)`", RegexOptions.None, 1000)]
    private static partial Regex TestNames();
}
