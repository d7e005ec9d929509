using Amazon.CognitoIdentityProvider.Model;
using PostConfirmation.Reconcile.Lambda;

namespace PostConfirmation.Reconcile.Tests.Lambda;

/// <summary>Several invocations walk a pool that is too large for one.</summary>
public sealed class ContinuationTests
{
    private static readonly ReconcileOptions OnePageASecond = ReconcileHarness.SomeOptions with { ListRate = 1 };

    [Fact]
    public void A_small_pool_is_done_at_once()
    {
        var lambda = new LambdaHarness(new ReconcileHarness().With(SomeUser.With(1)).With(SomeUser.With(2), record: true));

        var answer = lambda.Invoke();

        Assert.Equal((2, 1, 1, true), ((long)answer["seen"]!, (long)answer["provisioned"]!, (long)answer["complete"]!, (bool)answer["finished"]!));
        Assert.True(answer.ContainsKey("next"));
        Assert.Null(answer["next"]);
    }

    [Fact]
    public void A_large_pool_is_walked_in_several_invocations_and_everybody_is_seen_once()
    {
        var repair = Complete(60 * 500, OnePageASecond);
        var lambda = new LambdaHarness(repair) { RemainingTime = TimeSpan.FromMinutes(3) };

        var answers = lambda.Walk();

        Assert.InRange(answers.Count, 4, 7); // two minutes each; in the last half minute no page is begun
        Assert.Equal(60 * 500, answers.Sum(answer => (long)answer["seen"]!));
        Assert.Equal(60 * 500, answers.Sum(answer => (long)answer["complete"]!));
        Assert.All(answers, answer => Assert.Equal(0, (long)answer["unfinished"]!));
        Assert.All(answers.SkipLast(1), answer => Assert.False((bool)answer["finished"]!));
        var looked = repair.Sent<Amazon.DynamoDBv2.Model.BatchGetItemRequest>().SelectMany(request => request.RequestItems["users"].Keys).Select(key => key["PK"].S).ToList();
        Assert.Equal(60 * 500, looked.Count);
        Assert.Equal(looked.Count, looked.Distinct().Count());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2)]
    public void Everybody_is_seen_once_also_where_everybody_lacks_something(int rate)
    {
        var users = 1000 * rate;
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { GroupRate = rate } };
        foreach (var number in Enumerable.Range(1, users))
            repair.With(SomeUser.With(number));

        var answers = new LambdaHarness(repair).Walk();

        Assert.Equal(2, answers.Count);
        Assert.Equal((users, users), (answers.Sum(answer => (long)answer["seen"]!), answers.Sum(answer => (long)answer["provisioned"]!)));
    }

    [Theory]
    [InlineData(15 * 60, 14 * 60 - 30)]
    [InlineData(3 * 60, 2 * 60 - 30)]
    [InlineData(80, 15)] // a quarter of the time
    public void No_page_is_begun_without_enough_time_for_it(int remaining, int lastPage)
    {
        var repair = Complete(60 * 1000, OnePageASecond);
        var lambda = new LambdaHarness(repair) { RemainingTime = TimeSpan.FromSeconds(remaining) };

        lambda.Invoke();

        var lists = repair.Calls.Where(call => call.Request is ListUsersRequest).ToList();
        Assert.InRange(lists[^1].Sent.TotalSeconds, lastPage - 4, lastPage);
        Assert.InRange(lambda.Elapsed.TotalSeconds, lastPage - 0.01, lastPage + 0.01);
    }

    [Theory]
    [MemberData(nameof(ReconcileOperations.All), MemberType = typeof(ReconcileOperations))]
    public void No_wait_outlives_the_minute_before_the_deadline_and_the_next_one_does_the_rest(string operation)
    {
        foreach (var trouble in (Answer[])[Answers.Hangs, Answers.IgnoresCancellation, Answers.Fails(Errors.TooManyRequests), Answers.Fails(Errors.Unavailable)])
        {
            var repair = new ReconcileHarness { Answers = { [operation] = trouble } }
                .With(SomeUser.With(1)).With(SomeUser.With(2), pendingGroup: Some.Group).With(SomeUser.With(3), record: true);
            var lambda = new LambdaHarness(repair) { RemainingTime = TimeSpan.FromMinutes(3) };

            var answer = lambda.Invoke();

            Assert.Equal(120, lambda.Elapsed.TotalSeconds, 0.01);
            Assert.Equal("page:", (string?)answer["next"]);

            repair.Answers.Clear();
            Assert.Null(lambda.Invoke(answer.ToJsonString())["next"]);
            Assert.Equal((3, false), (repair.Records.Count, repair.Records.Values.Any(record => record.ContainsKey("pending_group"))));
        }
    }

    [Theory]
    [InlineData(600)] // to the end of the pool
    [InlineData(60 * 1000)]
    public void A_page_that_is_not_done_is_where_the_next_one_goes_on_though_later_pages_are(int users)
    {
        var repair = Complete(users, OnePageASecond);
        repair.Records.Remove(SomeUser.Sub(70));
        repair.Answers["AdminAddUserToGroup"] = Answers.Hangs;
        var lambda = new LambdaHarness(repair) { RemainingTime = TimeSpan.FromMinutes(3) };

        Assert.Equal("page:60", (string?)lambda.Invoke()["next"]);
    }

    [Fact]
    public void A_token_that_Cognito_refuses_restarts_the_walk_once()
    {
        var repair = Complete(600);
        var lambda = new LambdaHarness(repair);

        // The first call is the check that the pool exists.
        repair.Answers["ListUsers"] = Answers.InTurn(Answers.Ok, Answers.Fails(Errors.InvalidParameter));
        var restart = lambda.Invoke("""{"next":"page:120"}""");
        Assert.Equal("again:", (string?)restart["next"]);

        repair.Answers["ListUsers"] = Answers.InTurn(Answers.Ok, Answers.Fails(Errors.InvalidParameter));
        Assert.Equal(
            "Cognito refuses the token of the next page: InvalidParameterException (request aws-8). Run it again, from the beginning",
            Assert.Throws<ReconcileStoppedException>(() => lambda.Invoke("""{"next":"again:120"}""")).Message);

        repair.Answers.Clear();
        Assert.Equal(600, (long)lambda.Invoke(restart.ToJsonString())["complete"]!);
    }

    [Fact]
    public void That_a_walk_was_restarted_is_not_forgotten_by_its_next_part()
    {
        var lambda = new LambdaHarness(Complete(60 * 500, OnePageASecond)) { RemainingTime = TimeSpan.FromMinutes(3) };

        Assert.Matches("^again:[0-9]+$", (string?)lambda.Invoke("""{"next":"again:"}""")["next"]);
    }

    private static ReconcileHarness Complete(int users, ReconcileOptions? options = null)
    {
        var repair = new ReconcileHarness { Options = options ?? ReconcileHarness.SomeOptions };
        for (var i = 0; i < users; i++)
            repair.With(SomeUser.With(i), record: true);
        return repair;
    }
}
