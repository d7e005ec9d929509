using System.Text.RegularExpressions;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>The document has exactly the options that the command has.</summary>
public sealed partial class ReconcileDocTests
{
    [Fact]
    public async Task Every_option_is_explained_and_no_other()
    {
        var document = await File.ReadAllTextAsync(Repository.PathOf("docs/reconcile.md"));
        var help = await Command.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "PostConfirmation.Reconcile.dll"), "--help"]);

        var rows = document.Split('\n').Where(line => line.StartsWith("| `--", StringComparison.Ordinal));
        Assert.Equal(
            Options().Matches(help.Output).Select(option => option.Value).Where(option => option is not ("--help" or "--version")).Distinct().Order(),
            rows.SelectMany(row => Options().Matches(row.Split('|')[1])).Select(option => option.Value).Order());
        Assert.All(Options().Matches(document), option => Assert.Contains(option.Value, help.Output + "--project --format", StringComparison.Ordinal));
    }

    [GeneratedRegex("(?<![\\w-])--[a-z][a-z-]*", RegexOptions.None, 1000)]
    private static partial Regex Options();
}
