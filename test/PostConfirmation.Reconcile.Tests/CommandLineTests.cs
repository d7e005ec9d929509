using Amazon.CognitoIdentityProvider.Model;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>What can be asked for, and what makes no sense.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--rate 0", "--rate is a number of calls a second, from 0.01 to 10000, not '0'.")]
    [InlineData("--rate 0.009", "--rate is a number of calls a second, from 0.01 to 10000, not '0.009'.")]
    [InlineData("--list-rate 10001", "--list-rate is a number of calls a second, from 0.01 to 10000, not '10001'.")]
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
    public async Task A_sub_in_capitals_is_found()
    {
        const string Sub = "f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8";
        var user = SomeUser.With();
        user.Attributes![0].Value = Sub;
        var repair = new ReconcileHarness().With(user).With(SomeUser.With(2));

        var run = await CommandHarness.RunAsync(repair, [.. CommandHarness.Needed, "--sub", Sub.ToUpperInvariant(), "--sub", Sub]);

        Assert.Equal((0, Sub), (run.ExitCode, Assert.Single(repair.Records.Keys)));
        Assert.Equal($"sub = \"{Sub}\"", Assert.Single(repair.Sent<ListUsersRequest>()).Filter);
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
