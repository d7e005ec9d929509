using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>How Reconcile reads the pool, page by page.</summary>
public sealed class UserPoolScanTests
{
    [Fact]
    public void An_empty_pool_is_no_problem() => Assert.Equal(0, new ReconcileHarness().Run().Seen);

    [Fact]
    public void A_page_of_sixty_costs_one_read_of_the_table_for_no_more_than_is_needed()
    {
        var repair = Complete(150);

        var summary = repair.Run();

        Assert.Equal([null, "60", "120"], repair.Sent<ListUsersRequest>().Select(request => request.PaginationToken));
        Assert.All(repair.Sent<ListUsersRequest>(), request => Assert.Equal((Some.UserPoolId, 60), (request.UserPoolId, request.Limit)));
        var looks = repair.Sent<BatchGetItemRequest>().Select(request => Assert.Single(request.RequestItems)).ToList();
        Assert.Equal([60, 60, 30], looks.Select(look => look.Value.Keys.Count));
        Assert.All(looks, look => Assert.Equal(("users", "PK, pending_group", false), (look.Key, look.Value.ProjectionExpression, look.Value.ConsistentRead)));
        Assert.Equal((150, 150), (summary.Seen, summary[UserOutcome.Complete]));
    }

    [Fact]
    public void A_page_larger_than_DynamoDB_takes_at_once_is_looked_up_in_parts()
    {
        var repair = Complete(250, pageSize: 250);

        Assert.Equal(250, repair.Run()[UserOutcome.Complete]);

        Assert.Equal([100, 100, 50], repair.Sent<BatchGetItemRequest>().Select(request => request.RequestItems["users"].Keys.Count));
    }

    [Fact]
    public void Keys_that_DynamoDB_left_out_are_asked_for_again()
    {
        var repair = Complete(60);
        repair.KeysAtOnce = 25;

        Assert.Equal(60, repair.Run()[UserOutcome.Complete]);

        Assert.Equal([60, 35, 10], repair.Sent<BatchGetItemRequest>().Select(request => request.RequestItems["users"].Keys.Count));
        Assert.All(
            repair.Sent<BatchGetItemRequest>(), request => Assert.Equal("PK, pending_group", request.RequestItems["users"].ProjectionExpression));
    }

    [Fact]
    public void A_table_that_answers_for_no_key_at_all_counts_as_throttled_and_the_pauses_grow()
    {
        var repair = Complete(1);
        repair.KeysAtOnce = 0;

        Assert.Contains(
            "ProvisionedThroughputExceededException: No key of the batch was processed",
            Assert.Throws<RunStoppedException>(() => repair.Run()).Message,
            StringComparison.Ordinal);

        var sent = repair.Calls.Where(call => call.Request is BatchGetItemRequest).Select(call => call.Sent.TotalSeconds).ToList();
        Assert.InRange(sent.Count, 15, 40);
        Assert.InRange(sent[^1] - sent[^2], 10, 40);
    }

    [Fact]
    public void The_next_page_is_requested_while_one_is_worked_on_and_only_a_few_are_in_memory()
    {
        var repair = Complete(60 * 20);
        repair.Answers["BatchGetItem"] = Answers.Hangs;

        Assert.Throws<RunStoppedException>(() => repair.Run());

        Assert.Equal(5, repair.Sent<ListUsersRequest>().Count);
    }

    public static TheoryData<Exception, bool, string> NoUsers => new()
    {
        { Errors.InvalidParameter, false, "The users cannot be listed: InvalidParameterException (request aws-8)" },
        { Errors.InvalidParameter, true, "The user cannot be looked up: InvalidParameterException (request aws-8)" },
        { Errors.AccessDenied, false, "ListUsers is refused: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/r/f is not authorized (request aws-2). What Reconcile needs is in deploy/reconcile-policy.json" },
    };

    [Theory]
    [MemberData(nameof(NoUsers))]
    public void Users_who_cannot_be_read_stop_the_run(Exception error, bool bySub, string sentence)
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { Subs = bySub ? [SomeUser.Sub(1)] : [] } };
        repair.Answers["ListUsers"] = Answers.InTurn(Answers.Ok, Answers.Fails(error));

        Assert.Equal(sentence, Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
    }

    private static ReconcileHarness Complete(int users, int pageSize = 60)
    {
        var repair = new ReconcileHarness { PageSize = pageSize };
        for (var i = 0; i < users; i++)
            repair.With(SomeUser.With(i), record: true);
        return repair;
    }
}
