namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>The deployment of docs/deploying.md, run as it is written; only the programs that need an account are stubs.</summary>
public sealed class DeployingDocTests
{
    private const string Stub = """
        #!/usr/bin/env bash
        { printf '%s' "$(basename "$0")"; printf ' %q' "$@"; echo; } >> "$CALLS"
        """;

    [SkippableFact]
    public async Task The_deployment_section_runs_and_says_what_the_stack_takes_and_gives()
    {
        Command.Require("bash");
        var template = await Template.OfStackAsync();

        var calls = await RunAsync(BlocksOf("## Deploy it").Take(2));

        Assert.Equal("dotnet tool install --global Amazon.Lambda.Tools", calls[0]);
        var words = calls[1].Split(' ');
        Assert.Equal(["aws", "cloudformation", "deploy"], words[..3]);
        Assert.True(File.Exists(Repository.PathOf(words[Array.IndexOf(words, "--template-file") + 1])));
        var given = words[(Array.IndexOf(words, "--parameter-overrides") + 1)..].Select(value => value.Split('=')).ToDictionary(v => v[0], v => v[1]);
        Assert.Empty(given.Keys.Except(template.HasDefault.Keys));
        Assert.Empty(template.HasDefault.Where(parameter => !parameter.Value).Select(parameter => parameter.Key).Except(given.Keys));
        Assert.StartsWith("aws cloudformation describe-stacks --stack-name post-confirmation ", calls[2], StringComparison.Ordinal);

        var deploy = calls[3].Split(' ');
        var said = template.Output(
            "DeployCommand",
            ("AWS::Region", "eu-central-1"), ("Role.Arn", deploy[Array.IndexOf(deploy, "--function-role") + 1]), ("TableName", given["TableName"]), ("GroupName", given["GroupName"]));
        Assert.Equal(await RunAsync([said]), calls.Skip(3));
    }

    private static IEnumerable<string> BlocksOf(string heading)
    {
        var text = File.ReadAllText(Repository.PathOf("docs/deploying.md"));
        var section = text[text.IndexOf(heading + "\n", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
        return section.Split("```bash\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]);
    }

    /// <returns>A line for each call of a program that is a stub, its words quoted for the shell.</returns>
    private static async Task<string[]> RunAsync(IEnumerable<string> script)
    {
        var folder = Directory.CreateTempSubdirectory("post-confirmation-").FullName;
        try
        {
            foreach (var program in (string[])["aws", "dotnet"])
            {
                await File.WriteAllTextAsync(Path.Combine(folder, program), Stub);
                await Command.RunAsync("chmod", ["+x", Path.Combine(folder, program)]);
            }

            var calls = Path.Combine(folder, "calls");
            var result = await Command.RunAsync(
                "bash",
                ["-euo", "pipefail", "-c", string.Join('\n', script)],
                variables: new Dictionary<string, string?> { ["CALLS"] = calls, ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" });
            Assert.True(result.ExitCode == 0, result.Everything);
            return await File.ReadAllLinesAsync(calls);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
