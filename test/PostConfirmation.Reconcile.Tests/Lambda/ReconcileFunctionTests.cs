using System.Net;
using Amazon.DynamoDBv2;
using PostConfirmation.Reconcile.Lambda;

namespace PostConfirmation.Reconcile.Tests.Lambda;

/// <summary>What the function logs, and how it fails.</summary>
public sealed class ReconcileFunctionTests
{
    [Fact]
    public void Each_user_who_fails_is_a_line_and_the_invocation_is_one()
    {
        var lambda = new LambdaHarness(new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { PendingGroups = ["vip"] } }
            .With(SomeUser.With(1), pendingGroup: "admins").With(SomeUser.With(2), pendingGroup: "owners").With(SomeUser.With(3))
            .With(SomeUser.With(4, attributes: [("email_verified", "false")])).With(SomeUser.With(5), record: true)
            .With(SomeUser.With(6), pendingGroup: Some.Group).With(SomeUser.With(7), pendingGroup: "vip"));

        var answer = lambda.Invoke();

        Assert.Equal(
            [("reconcile-failed", SomeUser.Sub(1), "pending_group names 'admins', which is not a group of this run"), ("reconcile-failed", SomeUser.Sub(2), "pending_group names 'owners', which is not a group of this run")],
            lambda.Lines.SkipLast(1).Select(line => (line["outcome"], line["sub"], line["reason"])));
        var ended = lambda.Lines[^1];
        Assert.IsType<double>(ended["elapsedMs"]);
        ended.Remove("elapsedMs");
        Assert.Equal(
            "outcome=reconciled, finished=True, group=customers, seen=7, complete=1, provisioned=1, groupAdded=2, groupsAdded=customers: 1, vip: 1, skipped=1, unverified=1, failed=2, unfinished=0",
            string.Join(", ", ended.Select(value => $"{value.Key}={value.Value}")));
        Assert.Equal((2, 2), ((long)answer["failed"]!, answer["failures"]!.AsArray().Count));
    }

    [Fact]
    public void An_error_that_ends_the_run_fails_the_invocation_with_the_sentence_and_without_a_cause()
    {
        var lambda = new LambdaHarness(new ReconcileHarness { Answers = { ["AdminAddUserToGroup"] = Answers.Fails(Errors.AccessDenied) } }.With(SomeUser.With()));

        var problem = Assert.Throws<ReconcileStoppedException>(() => lambda.Invoke());

        Assert.StartsWith("AdminAddUserToGroup is refused: ", problem.Message, StringComparison.Ordinal);
        Assert.Null(problem.InnerException);
        var line = Assert.Single(lambda.Lines);
        Assert.Equal(("reconcile-stopped", problem.Message, 1L), (line["outcome"], line["reason"], line["seen"]));
        Assert.DoesNotContain("trace", line.Keys);
    }

    [Fact]
    public void Nothing_that_a_service_says_ends_the_line()
    {
        var said = new AmazonDynamoDBException("Refused.\noutcome=reconciled") { ErrorCode = "Odd\r\nCode", RequestId = "1\u20282", StatusCode = HttpStatusCode.BadRequest };
        var lambda = new LambdaHarness(new ReconcileHarness { Answers = { ["PutItem"] = Answers.Fails(said) } }.With(SomeUser.With()));

        lambda.Invoke();

        Assert.Equal("record: Odd  Code: Refused. outcome=reconciled (request 1 2); was added to the group customers", lambda.Lines[0]["reason"]);
    }

    [Fact]
    public void An_internal_fault_shows_where_it_happened_and_no_password()
    {
        var lambda = new LambdaHarness(new ReconcileHarness { Answers = { ["GetGroup"] = Answers.Fails(new UriFormatException("http://user:secret@host")) } });

        var problem = Assert.Throws<ReconcileStoppedException>(() => lambda.Invoke());

        Assert.Equal("Reconcile itself failed: UriFormatException", problem.Message);
        Assert.Null(problem.InnerException);
        Assert.Contains("Preflight", (string?)Assert.Single(lambda.Lines)["trace"], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Join(' ', lambda.Lines[0].Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(3)]
    public void A_timeout_that_leaves_no_time_is_reported_before_any_call(int seconds)
    {
        var repair = new ReconcileHarness().With(SomeUser.With());

        Assert.Equal(
            "The function's timeout leaves no time to walk in: it must be more than 60 s",
            Assert.Throws<ReconcileStoppedException>(() => new LambdaHarness(repair) { RemainingTime = TimeSpan.FromSeconds(seconds) }.Invoke()).Message);
        Assert.Empty(repair.Calls);
    }

    [Fact]
    public void When_throttled_from_the_first_call_on_it_waits()
    {
        var repair = new ReconcileHarness().With(SomeUser.With());
        repair.Answers["GetGroup"] = Answers.InTurn([.. Enumerable.Repeat(Answers.Fails(Errors.TooManyRequests), 10), Answers.Ok]);

        Assert.Equal(1, (long)new LambdaHarness(repair).Invoke()["provisioned"]!);
        Assert.InRange(repair.Clock.Elapsed.TotalSeconds, 21, 300);
    }

    [Fact]
    public void A_service_that_stays_away_for_five_minutes_fails_the_invocation()
    {
        var repair = new ReconcileHarness { Answers = { ["BatchGetItem"] = Answers.Fails(Errors.Unavailable) } }.With(SomeUser.With());

        Assert.Contains("BatchGetItem failed for", Assert.Throws<ReconcileStoppedException>(() => new LambdaHarness(repair).Invoke()).Message, StringComparison.Ordinal);
    }
}
