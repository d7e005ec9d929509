using System.Text.Json.Nodes;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>How a run ended, for people and for machines.</summary>
public sealed class CommandTests
{
    [Fact]
    public void A_run_that_completed_everybody_succeeds_and_tells_what_it_did()
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { PendingGroups = ["vip"] } }
            .With(SomeUser.With(1)).With(SomeUser.With(2), record: true).With(SomeUser.With(3), pendingGroup: "vip")
            .With(SomeUser.With(4), pendingGroup: Some.Group).With(SomeUser.With(5, "UNCONFIRMED"));

        var run = CommandHarness.Run(repair);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [
                "           1  complete already", "           1  provisioned, in the group customers", "           1  added to the group customers",
                "           1  added to the group vip", "           1  skipped: not-confirmed", "           0  failed",
            ],
            Lines(run.Output)[..^1]);
        Assert.StartsWith("           5  seen, in 0.", Lines(run.Output)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_tells_which_group_somebody_would_be_added_to()
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { DryRun = true } }
            .With(SomeUser.With(1)).With(SomeUser.With(2), pendingGroup: Some.Group);

        var run = CommandHarness.Run(repair);

        Assert.Contains("           1  would be provisioned, in the group customers", Lines(run.Output));
        Assert.Contains("           1  would be added to the group customers", Lines(run.Output));
    }

    [Fact]
    public void A_failed_user_is_a_line_and_the_run_does_not_succeed()
    {
        var run = CommandHarness.Run(new ReconcileHarness().With(SomeUser.With(), pendingGroup: "admins"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"failed  {SomeUser.Sub(1)}  pending_group names 'admins', which is not a group of this run", Lines(run.Output));
    }

    [Fact]
    public void With_json_the_output_is_one_object_and_the_rest_goes_to_the_error_output()
    {
        var run = CommandHarness.Run(new ReconcileHarness().With(SomeUser.With(), pendingGroup: "admins"), json: true);

        Assert.Equal((1, 1), (run.ExitCode, (int)JsonNode.Parse(Assert.Single(Lines(run.Output)))!["failed"]!));
        Assert.Contains("           1  failed", Lines(run.Error));
    }

    [Fact]
    public void Stopped_it_tells_what_it_did_so_far()
    {
        var repair = new ReconcileHarness().With(SomeUser.With(1)).With(SomeUser.With(2));
        repair.Answers["PutItem"] = token =>
        {
            repair.Stop.Cancel();
            return Task.CompletedTask;
        };

        var run = CommandHarness.Run(repair, json: true);

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("Stopped: run it again, it goes on with what is left.", Lines(run.Error)[^1]);
        Assert.Equal("Stopped: run it again, it goes on with what is left", (string?)JsonNode.Parse(run.Output)!["problem"]);
        Assert.Contains("           1  not finished", Lines(run.Error));
    }

    [Fact]
    public void A_run_that_cannot_begin_is_one_sentence_and_no_summary()
    {
        var run = CommandHarness.Run(new ReconcileHarness { Answers = { ["GetGroup"] = Answers.Fails(Errors.AccessDenied) } });

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("GetGroup is refused: ", Assert.Single(Lines(run.Error)), StringComparison.Ordinal);
        Assert.EndsWith("reconcile-policy.json.", Lines(run.Error)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No region for http://user:secret@host", "No region for http://***@host: set AWS_REGION.")]
    public async Task Without_a_region_there_is_no_client_and_it_says_so(string problem, string sentence)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var command = new ReconcileCommand(new(output, false, error, false, () => throw new AmazonClientException(problem), null!, TimeProvider.System));

        Assert.Equal(1, await command.RunAsync(CommandHarness.Needed));
        Assert.Equal(sentence, Assert.Single(Lines(error.ToString())));
    }

    /// <summary>Each of them quotes an address, as .NET and the SDK do.</summary>
    public static TheoryData<Exception> Exceptions => new(
        new HttpRequestException("The proxy tunnel request to proxy 'http://user:secret@127.0.0.1:1/' failed with status code '407'."),
        new AmazonClientException("http://user:secret@127.0.0.1:1 refused"),
        new AmazonServiceException("Refused by http://user:secret@127.0.0.1:1") { ErrorCode = "AccessDeniedException" },
        new AmazonServiceException("Refused by http://user:secret@127.0.0.1:1") { ErrorCode = "Refused" },
        new InvalidOperationException("Invalid proxy http://user:secret@127.0.0.1:1"),
        new UriFormatException("user:secret@127.0.0.1:1"));

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Whatever_fails_no_password_is_printed(Exception exception)
    {
        foreach (var operation in (string[])["ListUsers", "BatchGetItem", "AdminAddUserToGroup", "PutItem", "UpdateItem"])
        {
            var repair = new ReconcileHarness { Answers = { [operation] = Answers.Fails(exception) } };
            for (var i = 0; i < 4; i++)
                repair.With(SomeUser.With(i), pendingGroup: i % 2 == 0 ? Some.Group : null);

            var run = CommandHarness.Run(repair, json: true);

            Assert.Equal(1, run.ExitCode);
            Assert.DoesNotContain("secret", run.Output + run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("user:", run.Output + run.Error, StringComparison.Ordinal);
        }
    }

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
    public async Task Help_is_the_output_unless_that_is_for_machines()
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
