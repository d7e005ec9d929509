using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>What ends a run while it is under way, and what does not.</summary>
public sealed class StopTests
{
    [Theory]
    [MemberData(nameof(ReconcileOperations.All), MemberType = typeof(ReconcileOperations))]
    public void A_permission_that_is_missing_ends_the_run_with_its_name(string operation)
    {
        var repair = new ReconcileHarness { Answers = { [operation] = Answers.Fails(Errors.AccessDenied) } };
        for (var i = 0; i < 200; i++)
            repair.With(SomeUser.With(i), pendingGroup: i % 2 == 0 ? Some.Group : null);

        Assert.Equal(
            $"{operation} is refused: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/r/f is not authorized "
            + "(request aws-2). What Reconcile needs is in deploy/reconcile-policy.json",
            Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
    }

    [Fact]
    public void After_a_refusal_nobody_else_is_tried()
    {
        var repair = new ReconcileHarness { Answers = { ["AdminAddUserToGroup"] = Answers.Fails(Errors.AccessDenied) } };
        for (var i = 0; i < 200; i++)
            repair.With(SomeUser.With(i));

        Assert.Throws<RunStoppedException>(() => repair.Run());

        Assert.Single(repair.Sent<AdminAddUserToGroupRequest>());
        Assert.True(repair.Clock.Elapsed < TimeSpan.FromSeconds(2), "It went on.");
    }

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("NotAuthorizedException")]
    [InlineData("UnrecognizedClientException")]
    [InlineData("ExpiredTokenException")]
    [InlineData("InvalidSignatureException")]
    [InlineData("IncompleteSignatureException")]
    [InlineData("MissingAuthenticationTokenException")]
    public void What_is_wrong_with_whoever_asks_is_wrong_for_every_user_and_ends_the_run(string code)
    {
        var repair = new ReconcileHarness { Answers = { ["PutItem"] = Answers.Fails(new AmazonServiceException("no") { ErrorCode = code, RequestId = "" }) } }.With(SomeUser.With());

        Assert.Equal(
            $"PutItem is refused: {code}: no. What Reconcile needs is in deploy/reconcile-policy.json",
            Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
    }

    [Fact]
    public void A_group_that_is_deleted_in_the_meantime_ends_the_run()
    {
        var repair = new ReconcileHarness { Answers = { ["AdminAddUserToGroup"] = Answers.Fails(Errors.GroupNotFound) } }.With(SomeUser.With());

        Assert.Equal(
            "The group customers or its user pool is gone: ResourceNotFoundException: Group not found (request aws-4)",
            Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
    }

    [Fact]
    public void A_former_group_that_is_deleted_in_the_meantime_fails_only_those_who_are_owed_it()
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { PendingGroups = ["vip"] } }
            .With(SomeUser.With(1), pendingGroup: "vip").With(SomeUser.With(2));
        repair.AnswerByUser = user => user == "name-1" ? Answers.Fails(Errors.GroupNotFound) : Answers.Ok;

        var summary = repair.Run();

        Assert.Equal((SomeUser.Sub(1), "group vip: ResourceNotFoundException: Group not found (request aws-4)"), Assert.Single(summary.Failures));
        Assert.Equal(1, summary[UserOutcome.Provisioned]);
    }

    [Fact]
    public void A_table_that_is_deleted_in_the_meantime_ends_the_run()
    {
        var gone = new Amazon.DynamoDBv2.Model.ResourceNotFoundException("Requested resource not found")
        {
            ErrorCode = "ResourceNotFoundException",
            StatusCode = System.Net.HttpStatusCode.BadRequest,
        };
        foreach (var operation in (string[])["PutItem", "UpdateItem", "BatchGetItem"])
        {
            var repair = new ReconcileHarness { Answers = { [operation] = Answers.Fails(gone) } }
                .With(SomeUser.With(1)).With(SomeUser.With(2), pendingGroup: Some.Group);

            Assert.Equal(
                operation == "BatchGetItem"
                    ? "The table cannot be read: ResourceNotFoundException: Requested resource not found"
                    : "The table users is gone: ResourceNotFoundException: Requested resource not found",
                Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
        }
    }

    [Fact]
    public void A_record_that_DynamoDB_refuses_fails_its_user_and_the_others_go_on()
    {
        var repair = new ReconcileHarness
        {
            Answers =
            {
                ["PutItem"] = Answers.InTurn(
                    Answers.Fails(new AmazonDynamoDBException("Item size has exceeded the maximum allowed size: personal")
                    {
                        ErrorCode = "ValidationException", StatusCode = System.Net.HttpStatusCode.BadRequest, RequestId = "aws-9",
                    }),
                    Answers.Ok),
            },
        }.With(SomeUser.With(1)).With(SomeUser.With(2));

        var summary = repair.Run();

        Assert.Equal((SomeUser.Sub(1), "record: ValidationException (request aws-9); was added to the group customers"), Assert.Single(summary.Failures));
        Assert.Equal(1, summary[UserOutcome.Provisioned]);
    }

    [Fact]
    public void When_stopped_in_the_middle_it_reports_what_it_did_and_another_run_does_the_rest()
    {
        var repair = new ReconcileHarness();
        for (var i = 0; i < 100; i++)
            repair.With(SomeUser.With(i));
        repair.Answers["PutItem"] = _ =>
        {
            if (repair.Records.Count == 40)
                repair.Stop.Cancel();
            return Task.CompletedTask;
        };

        Assert.ThrowsAny<OperationCanceledException>(() => repair.Run());

        Assert.Equal((100, repair.Records.Count), (repair.Summary.Seen, repair.Summary[UserOutcome.Provisioned]));
        Assert.Equal(100 - repair.Records.Count, repair.Summary.Unfinished);
        Assert.Equal(0, repair.Summary[UserOutcome.Failed]);

        var again = new ReconcileHarness();
        again.Users.AddRange(repair.Users);
        foreach (var (sub, record) in repair.Records)
            again.Records[sub] = record;
        var done = repair.Records.Count;
        Assert.Equal((100 - done, done), (again.Run()[UserOutcome.Provisioned], again.Summary[UserOutcome.Complete]));
    }
}
