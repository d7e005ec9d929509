using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>Live sign-ups come first.</summary>
public sealed class PaceTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public void Pages_are_asked_for_at_the_list_rate(double rate)
    {
        var repair = Missing(60 * 100, new(Some.UserPoolId, Some.Settings, [], [], DryRun: true, ListRate: rate));

        repair.Run();

        Assert.InRange(Seconds(repair, typeof(ListUsersRequest)), 0.9 * 99 / rate, 1.1 * 99 / rate);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void Users_join_the_group_at_the_group_rate_and_never_two_at_once(double rate)
    {
        var repair = Missing(150, new(Some.UserPoolId, Some.Settings, [], [], GroupRate: rate));

        Assert.Equal(150, repair.Run()[UserOutcome.Provisioned]);

        Assert.InRange(Seconds(repair, typeof(AdminAddUserToGroupRequest)), 0.9 * 149 / rate, 1.1 * 149 / rate);
        Assert.All(Pauses(repair, typeof(AdminAddUserToGroupRequest)), pause => Assert.InRange(pause * rate, 0.49, 1.27));
        Assert.True(Pauses(repair, typeof(AdminAddUserToGroupRequest)).Distinct().Count() > 10, "There is no jitter.");
    }

    [Fact]
    public void When_throttled_by_Cognito_the_pauses_grow_and_nothing_is_deferred()
    {
        var repair = Missing(1, answers: new() { ["AdminAddUserToGroup"] = Answers.InTurn([.. Enumerable.Repeat(Answers.Fails(Errors.TooManyRequests), 8), Answers.Ok]) });

        Assert.Equal(1, repair.Run()[UserOutcome.Provisioned]);

        Assert.DoesNotContain("pending_group", repair.Records[SomeUser.Sub(0)].Keys);
        var pauses = Pauses(repair, typeof(AdminAddUserToGroupRequest));
        Assert.Equal(8, pauses.Count);
        Assert.InRange(pauses[0], 0.1, 1);
        Assert.InRange(pauses[7], 10, 40);
    }

    [Fact]
    public void One_user_throttled_slows_all_down_and_recovery_is_gradual()
    {
        var repair = Missing(100, answers: new() { ["AdminAddUserToGroup"] = Answers.InTurn([.. Enumerable.Repeat(Answers.Fails(Errors.TooManyRequests), 5), Answers.Ok]) });

        Assert.Equal(100, repair.Run()[UserOutcome.Provisioned]);

        var pauses = Pauses(repair, typeof(AdminAddUserToGroupRequest));
        Assert.True(pauses.Skip(4).Take(5).Average() > 1, "The ones after the throttled ones go as fast as before.");
        Assert.InRange(pauses.TakeLast(30).Average(), 0.08, 0.12);
    }

    [Fact]
    public void Slowing_down_never_makes_it_faster_than_the_rate()
    {
        var repair = Missing(
            20,
            new(Some.UserPoolId, Some.Settings, [], [], GroupRate: 0.1),
            new() { ["AdminAddUserToGroup"] = Answers.InTurn(Answers.Ok, Answers.Ok, Answers.Fails(Errors.TooManyRequests), Answers.Ok) });

        repair.Run();

        Assert.All(Pauses(repair, typeof(AdminAddUserToGroupRequest)), pause => Assert.InRange(pause, 7, 60));
    }

    [Theory]
    [InlineData("ListUsers")]
    [InlineData("BatchGetItem")]
    [InlineData("AdminAddUserToGroup")]
    [InlineData("PutItem")]
    [InlineData("UpdateItem")]
    public void Every_call_is_retried_after_a_transient_error(string operation)
    {
        foreach (var trouble in (Answer[])[Answers.Fails(Errors.Throughput), Answers.Fails(Errors.Unavailable), Answers.Fails(Errors.CutConnection), Answers.IgnoresCancellation])
        {
            var repair = Missing(2, answers: new() { [operation] = Answers.InTurn(Answers.Ok, trouble, trouble, trouble, trouble, Answers.Ok) })
                .With(SomeUser.With(7), pendingGroup: Some.Group).With(SomeUser.With(8), pendingGroup: Some.Group);

            var summary = repair.Run();

            Assert.Equal((2, 2), (summary[UserOutcome.Provisioned], summary[UserOutcome.GroupAdded]));
        }
    }

    [Theory]
    [InlineData("ListUsers", 20)]
    [InlineData("BatchGetItem", 300)]
    [InlineData("AdminAddUserToGroup", 300)]
    public void A_service_that_stays_unavailable_ends_the_run_with_the_time_that_was_waited(string operation, int limit)
    {
        var repair = Missing(1);
        var asked = new List<TimeSpan>();
        repair.Answers[operation] = token =>
        {
            asked.Add(repair.Clock.Elapsed);
            return Task.FromException(Errors.Unavailable);
        };

        var problem = Assert.Throws<RunStoppedException>(() => repair.Run()).Message;

        var away = (asked[^1] - asked[0]).TotalSeconds;
        Assert.Equal($"{operation} failed for {away:0} s, last with ServiceUnavailable: Service unavailable (request aws-7). Run it again: it goes on with what is left", problem);
        Assert.InRange(away, 0.4 * limit, 1.2 * limit);
    }

    [Fact]
    public void A_page_of_keys_without_an_answer_ends_the_run_even_when_others_are_served()
    {
        var repair = Missing(60 * 400, new(Some.UserPoolId, Some.Settings, [], [], DryRun: true, ListRate: 1));
        repair.Answers["BatchGetItem"] = token =>
            ((BatchGetItemRequest)repair.Calls[^1].Request).RequestItems["users"].Keys[0]["PK"].S == $"USER#{SomeUser.Sub(60)}"
                ? Answers.Hangs(token)
                : Task.CompletedTask;

        Assert.Equal(
            "The table cannot be read: Timeout: no answer in time",
            Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
    }

    [Fact]
    public void A_user_for_whom_no_answer_comes_fails_while_others_are_served()
    {
        var repair = Missing(10_000);
        repair.AnswerByUser = user => user == "name-3" ? Answers.Fails(Errors.Unavailable) : Answers.Ok;

        var summary = repair.Run();

        Assert.Equal((9_999, 1), (summary[UserOutcome.Provisioned], summary[UserOutcome.Failed]));
        Assert.Equal((SomeUser.Sub(3), "group customers: ServiceUnavailable: Service unavailable (request aws-7)"), Assert.Single(summary.Failures));
    }

    private static ReconcileHarness Missing(int users, ReconcileOptions? options = null, Dictionary<string, Answer>? answers = null)
    {
        var repair = new ReconcileHarness { Options = options ?? new(Some.UserPoolId, Some.Settings, [], []), Answers = answers ?? [] };
        for (var i = 0; i < users; i++)
            repair.With(SomeUser.With(i));
        return repair;
    }

    private static double Seconds(ReconcileHarness repair, Type request)
    {
        var sent = repair.Calls.Where(call => call.Request.GetType() == request).ToList();
        return (sent[^1].Sent - sent[0].Sent).TotalSeconds;
    }

    private static List<double> Pauses(ReconcileHarness repair, Type request)
    {
        var sent = repair.Calls.Where(call => call.Request.GetType() == request).Select(call => call.Sent.TotalSeconds).ToList();
        return [.. sent.Zip(sent.Skip(1), (first, second) => second - first)];
    }
}
