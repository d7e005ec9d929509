using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>What a release is made with, and how it is deployed.</summary>
public sealed partial class ReleaseTests
{
    [SkippableTheory]
    [InlineData("GLIBC_2.2.5 GLIBC_2.34 GLIBC_2.17", 0, "needs GLIBC_2.34.\n")]
    [InlineData("GLIBC_2.2.5 GLIBC_2.35", 1, "needs GLIBC_2.35, and Amazon Linux 2023 has GLIBC_2.34: build it in AWS's image.\n")]
    [InlineData("GLIBC_2.9 GLIBC_2.38", 1, "needs GLIBC_2.38, and Amazon Linux 2023 has GLIBC_2.34: build it in AWS's image.\n")]
    public async Task An_executable_that_needs_a_newer_C_library_than_Lambda_has_is_refused(string symbols, int exitCode, string sentence)
    {
        Command.Require("bash");
        var bin = Directory.CreateTempSubdirectory();
        try
        {
            var objdump = Path.Combine(bin.FullName, "objdump");
            await File.WriteAllTextAsync(objdump, $"#!/usr/bin/env bash\n[[ $* == '-T file' ]] && printf '0000000000000000      DF *UND*  0000000000000000 (%s) name\\n' {symbols}\n");
            await Command.RunAsync("chmod", ["+x", objdump]);

            var result = await Command.RunAsync(
                "bash", [Repository.PathOf(".ci/check-glibc"), "file"],
                variables: new Dictionary<string, string?> { ["PATH"] = $"{bin.FullName}:{Environment.GetEnvironmentVariable("PATH")}" });

            Assert.Equal((exitCode, "file " + sentence), (result.ExitCode, result.Everything));
        }
        finally
        {
            bin.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Every_action_of_every_workflow_is_pinned_to_a_commit()
    {
        var uses = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf(".github/workflows")))
            uses.AddRange((await File.ReadAllLinesAsync(file)).Where(line => line.Contains("uses:", StringComparison.Ordinal)));

        Assert.InRange(uses.Count, 8, 100);
        Assert.All(uses, line => Assert.Matches(Pinned(), line));
    }

    [Theory]
    [InlineData("PostConfirmation", "function", "aws-lambda-tools-defaults.json")]
    [InlineData("PostConfirmation-reconcile", "reconcile", "aws-lambda-tools-reconcile.json")]
    public async Task A_zip_is_deployed_as_the_tool_deploys_a_build(string function, string zip, string file)
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf(file)))!;
        var text = (await File.ReadAllTextAsync(Repository.PathOf("docs/releases.md"))).Replace(" \\\n ", "", StringComparison.Ordinal);

        var command = Assert.Single(text.Split('\n'), line => line.Contains($"create-function --region eu-central-1 --function-name {function} ", StringComparison.Ordinal));

        Assert.Contains(
            $"--runtime {settings["function-runtime"]} --architectures {settings["function-architecture"]} --handler {settings["function-handler"]} "
            + $"--memory-size {settings["function-memory-size"]} --timeout {settings["function-timeout"]} --logging-config LogFormat={settings["log-format"]} ",
            command, StringComparison.Ordinal);
        Assert.EndsWith($"--zip-file fileb://post-confirmation-{zip}-{settings["function-architecture"]}.zip", command, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^ *-? *uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9.]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Pinned();
}
