using Amazon.CognitoIdentityProvider.Model;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>Valid and invalid options.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task Every_option_reaches_the_run()
    {
        var (options, json) = await ParsedAsync(
            [.. CommandHarness.Needed, "--pending-group", "old", "--pending-group", "older", "--dry-run", "--sub", SomeUser.Sub(1), "--sub", SomeUser.Sub(2), "--all",
                "--allow-unverified", "--status", "RESET_REQUIRED", "--status", "FORCE_CHANGE_PASSWORD", "--rate", "0.01", "--list-rate", "10000", "--json"]);

        Assert.Equal((Some.UserPoolId, Some.Settings with { AllowUnverifiedUsers = true }), (options.UserPoolId, options.Settings));
        Assert.Equal((true, true, true, 0.01, 10_000), (json, options.DryRun, options.All, options.GroupRate, options.ListRate));
        Assert.Equal(["old", "older"], options.PendingGroups);
        Assert.Equal([SomeUser.Sub(1), SomeUser.Sub(2)], options.Subs);
        Assert.Equal(["RESET_REQUIRED", "FORCE_CHANGE_PASSWORD"], options.AdditionalStatuses);
    }

    [Fact]
    public async Task What_is_not_given_is_nothing_and_ten_a_second()
    {
        var (options, json) = await ParsedAsync(CommandHarness.Needed);

        Assert.Equal((false, false, false, 10, 10), (json, options.DryRun, options.All, options.GroupRate, options.ListRate));
        Assert.Equal(Some.Settings, options.Settings);
        Assert.Empty(options.PendingGroups.Concat(options.Subs).Concat(options.AdditionalStatuses));
    }

    [Fact]
    public async Task Pool_table_and_group_must_be_given()
    {
        var run = await CommandHarness.RunAsync(new());

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            ["Option '--user-pool-id' is required.", "Option '--table' is required.", "Option '--group' is required."], Lines(run.Error));
    }

    [Fact]
    public void The_command_and_every_option_say_what_they_are_for()
    {
        var command = CommandLine.Parse([], (_, _, _) => Task.FromResult(0)).CommandResult.Command;

        Assert.Matches(@"^Completes every user .*\. Region, credentials and endpoints come from .* live sign-ups\.$", command.Description);
        Assert.All(command.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
    }

    [Theory]
    [InlineData("--rate 0", "--rate is a number of calls a second, from 0.01 to 10000, not '0'.")]
    [InlineData("--rate 0.009", "--rate is a number of calls a second, from 0.01 to 10000, not '0.009'.")]
    [InlineData("--list-rate 10001", "--list-rate is a number of calls a second, from 0.01 to 10000, not '10001'.")]
    [InlineData("--rate http://user:secret@host", "--rate is a number of calls a second, from 0.01 to 10000, not 'http://***@host'.")]
    [InlineData("--sub user:secret@host", "--sub is a user's sub, such as f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8, not ***@host'.")]
    [InlineData("http://user:secret@host", "Unrecognized command or argument 'http://***@host'.")]
    [InlineData("--sub x", "--sub is a user's sub, such as f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8, not 'x'.")]
    [InlineData("--status UNCONFIRMED", "Argument 'UNCONFIRMED' not recognized. Must be one of:")]
    [InlineData("--nonsense x", "Unrecognized command or argument '--nonsense'.")]
    [InlineData("--json=perhaps", "Unrecognized command or argument 'perhaps'.")]
    public async Task A_wrong_option_with_json_leaves_the_output_empty(string options, string sentence)
    {
        var repair = new ReconcileHarness();

        var run = await CommandHarness.RunAsync(repair, [.. CommandHarness.Needed, "--json", .. options.Split(' ')]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(sentence, Lines(run.Error));
        Assert.Empty(repair.Calls);
    }

    [Fact]
    public async Task Help_goes_to_the_output_unless_json_is_asked_for()
    {
        var (people, machines) = (await CommandHarness.RunAsync(new(), "--help"), await CommandHarness.RunAsync(new(), "--json", "--help"));

        Assert.Contains("--pending-group", people.Output, StringComparison.Ordinal);
        Assert.Equal(("", people.Output), (machines.Output, machines.Error));
    }

    [Fact]
    public async Task A_sub_in_capitals_or_with_spaces_around_it_is_found()
    {
        const string Sub = "f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8";
        var user = SomeUser.With();
        user.Attributes![0].Value = Sub;
        var repair = new ReconcileHarness().With(user).With(SomeUser.With(2));

        var run = await CommandHarness.RunAsync(repair, [.. CommandHarness.Needed, "--sub", $" {Sub.ToUpperInvariant()} ", "--sub", Sub]);

        Assert.Equal((0, Sub), (run.ExitCode, Assert.Single(repair.Records.Keys)));
        Assert.Equal($"sub = \"{Sub}\"", Assert.Single(repair.Sent<ListUsersRequest>()).Filter);
    }

    private static async Task<(ReconcileOptions Options, bool Json)> ParsedAsync(string[] arguments)
    {
        (ReconcileOptions, bool)? given = null;
        var parsed = CommandLine.Parse(arguments, (options, json, _) =>
        {
            given = (options, json);
            return Task.FromResult(0);
        });
        Assert.Equal(0, await parsed.InvokeAsync());
        return given!.Value;
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
