using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>How the end of a run is reported, to people and to programs.</summary>
public sealed class CommandTests
{
    [Fact]
    public void A_run_that_completed_everybody_succeeds_and_reports_what_it_did()
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
    public void When_stopped_it_reports_what_it_did_so_far()
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
    public void A_run_that_cannot_begin_prints_one_sentence_and_no_summary()
    {
        var run = CommandHarness.Run(new ReconcileHarness { Answers = { ["GetGroup"] = Answers.Fails(Errors.AccessDenied) } });

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("GetGroup is refused: ", Assert.Single(Lines(run.Error)), StringComparison.Ordinal);
        Assert.EndsWith("reconcile-policy.json.", Lines(run.Error)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_its_own_is_told_with_the_place_where_it_happened()
    {
        var run = CommandHarness.Run(new ReconcileHarness { Answers = { ["GetGroup"] = Answers.Fails(new InvalidOperationException("personal")) } });

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("at PostConfirmation.Reconcile.Preflight.", run.Error, StringComparison.Ordinal);
        Assert.Equal("Reconcile itself failed: InvalidOperationException.", Lines(run.Error)[^1]);
    }

    [Theory]
    [InlineData("No RegionEndpoint or ServiceURL configured", "No RegionEndpoint or ServiceURL configured: set AWS_REGION.")]
    [InlineData("Value for ServiceURL is not a valid URL: http://user:secret@host:99999", "Value for ServiceURL is not a valid URL: http://***@host:99999.")]
    public async Task Without_a_client_it_says_why_and_what_to_set_where_the_region_is_missing(string problem, string sentence)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var command = new ReconcileCommand(new(output, false, error, false, () => throw new AmazonClientException(problem), null!, TimeProvider.System));

        Assert.Equal(1, await command.RunAsync(CommandHarness.Needed));
        Assert.Equal(sentence, Assert.Single(Lines(error.ToString())));
    }

    /// <summary>Errors that quote an address, as .NET and the SDK do.</summary>
    public static TheoryData<Exception> Exceptions => new(
        new HttpRequestException("The proxy tunnel request to proxy 'http://user:secret@127.0.0.1:1/' failed with status code '407'."),
        new AmazonClientException("http://user:secret@127.0.0.1:1 refused"),
        new AmazonServiceException("Refused by http://user:secret@127.0.0.1:1") { ErrorCode = "AccessDeniedException" },
        new AmazonServiceException("Refused by http://user:secret@127.0.0.1:1") { ErrorCode = "Refused" },
        new AmazonServiceException("Refused") { ErrorCode = "http://user:secret@127.0.0.1:1", RequestId = "http://user:secret@127.0.0.1:1" },
        new InvalidOperationException("Invalid proxy http://user:secret@127.0.0.1:1"),
        new UriFormatException("user:secret@127.0.0.1:1"));

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Whichever_call_fails_no_password_is_printed(Exception exception)
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

    private static string[] Lines(string text) => text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
