using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>One sentence that says what to do, exit code 1, and nothing changed.</summary>
[Collection(nameof(ConnectedWithFaults))]
public sealed class ConnectErrorTests(EmulatorFixture emulators)
{
    [SkippableTheory]
    [InlineData("--user-pool-id local_missing --function PostConfirmation", "There is no user pool local_missing in this account.")]
    [InlineData("--user-pool-id {pool} --function Missing", "There is no function Missing in local: deploy it first.")]
    [InlineData("--user-pool-id {pool} --function PostConfirmation --chekc", "There is no option --chekc; see --help.")]
    [InlineData("--user-pool-id shop --function PostConfirmation", "--user-pool-id must be an id such as eu-central-1_AbCdEfGhI, not 'shop'.")]
    [InlineData("--user-pool-id {pool}", "--function must be the name of a function, not ''.")]
    public async Task A_wrong_argument_is_named(string arguments, string sentence)
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);

        var result = await fixture.RunAsync(arguments.Replace("{pool}", fixture.PoolId, StringComparison.Ordinal).Split(' '));

        Assert.Equal((1, sentence), (result.ExitCode, result.Error.Trim()));
        Assert.Empty(fixture.Changes);
    }

    [SkippableFact]
    public async Task Missing_credentials_are_named()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);

        var result = await fixture.RunAsync(
            ["--user-pool-id", fixture.PoolId, "--function", ConnectFixture.Function],
            variables: new() { ["AWS_ACCESS_KEY_ID"] = null, ["AWS_SECRET_ACCESS_KEY"] = null });

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The AWS CLI has no valid credentials, sign in (aws configure, or aws sso login): Unable", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    [SkippableFact]
    public async Task An_endpoint_that_cannot_be_reached_is_told_without_its_password()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);

        var result = await fixture.RunAsync(
            ["--user-pool-id", fixture.PoolId, "--function", ConnectFixture.Function],
            variables: new() { ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = "http://user:secret@127.0.0.1:9" });

        Assert.Equal(
            (1, "The AWS CLI could not read the user pool: Could not connect to the endpoint URL: \"http://***@127.0.0.1:9/\""),
            (result.ExitCode, result.Error.Trim().Replace("aws: [ERROR]: ", "", StringComparison.Ordinal)));
        Assert.DoesNotContain("secret", result.Everything, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("jq", "There is no jq on the PATH: install it from https://jqlang.org.")]
    [InlineData("aws", "There is no AWS CLI on the PATH: install it from https://aws.amazon.com/cli.")]
    public async Task A_missing_program_is_named(string missing, string sentence)
    {
        Command.Require("bash", "aws", "jq");
        var bin = Directory.CreateTempSubdirectory();
        try
        {
            foreach (var program in ((string[])["bash", "dirname", "aws", "jq"]).Where(program => program != missing))
                File.CreateSymbolicLink(Path.Combine(bin.FullName, program), Command.Find(program)!);

            var result = await Command.RunAsync(
                Command.Find("bash")!, [Repository.PathOf("deploy/connect.sh"), "--user-pool-id", "local_1", "--function", "f"],
                variables: new Dictionary<string, string?> { ["PATH"] = bin.FullName });

            Assert.Equal((1, sentence), (result.ExitCode, result.Error.Trim()));
        }
        finally
        {
            bin.Delete(recursive: true);
        }
    }

    [SkippableTheory]
    [InlineData("unset AWS_DATA_PATH; exec '{aws}' \"$@\"", "The AWS CLI takes no service model from AWS_DATA_PATH: update it. Its own would lose settings of the user pool.")]
    [InlineData("echo '{\"UserPool\":{}}'", "The AWS CLI does not show the user pool: update it.")]
    public async Task An_AWS_CLI_that_would_lose_settings_is_refused(string script, string sentence)
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        var bin = Directory.CreateTempSubdirectory();
        try
        {
            var aws = Path.Combine(bin.FullName, "aws");
            await File.WriteAllTextAsync(aws, $"#!/usr/bin/env bash\n{script.Replace("{aws}", Command.Find("aws"), StringComparison.Ordinal)}\n");
            await Command.RunAsync("chmod", ["+x", aws]);

            var result = await fixture.RunAsync(
                ["--user-pool-id", fixture.PoolId, "--function", ConnectFixture.Function, "--yes"],
                variables: new() { ["PATH"] = $"{bin.FullName}:{Environment.GetEnvironmentVariable("PATH")}" });

            Assert.Equal((1, sentence), (result.ExitCode, result.Error.Trim()));
            Assert.Empty(fixture.Changes);
        }
        finally
        {
            bin.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task Help_names_every_option()
    {
        Command.Require("bash");

        var result = await Command.RunAsync("bash", [Repository.PathOf("deploy/connect.sh"), "--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.All(
            (string[])["--user-pool-id", "--function", "--yes", "--check", "--disconnect"],
            option => Assert.Contains(option, result.Output, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Shellcheck_finds_nothing()
    {
        Command.Require("shellcheck");

        var result = await Command.RunAsync("shellcheck", ["-x", "-a", .. ((string[])["deploy/connect.sh", "deploy/smoke.sh", ".ci/run", ".ci/check-glibc", ".ci/publish-release"]).Select(Repository.PathOf)]);

        Assert.Equal((0, ""), (result.ExitCode, result.Everything));
    }
}
