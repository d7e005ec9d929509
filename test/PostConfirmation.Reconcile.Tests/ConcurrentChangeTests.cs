using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>Changes by the trigger, another run or a user, between Reconcile's read and its write.</summary>
public sealed class ConcurrentChangeTests
{
    [Fact]
    public void A_record_that_the_trigger_wrote_in_the_meantime_is_left_alone()
    {
        var repair = new ReconcileHarness();
        repair.With(SomeUser.With()).Answers["PutItem"] = token =>
        {
            repair.Records[SomeUser.Sub(1)] = new() { ["PK"] = new($"USER#{SomeUser.Sub(1)}"), ["by"] = new("the trigger") };
            return Task.CompletedTask;
        };

        var summary = repair.Run();

        Assert.Equal("the trigger", repair.Records[SomeUser.Sub(1)]["by"].S);
        Assert.Equal(1, summary[UserOutcome.Complete]);
        Assert.True(repair.Sent<BatchGetItemRequest>()[1].RequestItems["users"].ConsistentRead);
    }

    [Fact]
    public void A_pending_group_that_the_trigger_wrote_in_the_meantime_is_followed()
    {
        var repair = new ReconcileHarness();
        repair.With(SomeUser.With()).Answers["PutItem"] = token =>
        {
            repair.Records[SomeUser.Sub(1)] = new() { ["PK"] = new($"USER#{SomeUser.Sub(1)}"), ["pending_group"] = new(Some.Group) };
            return Task.CompletedTask;
        };

        var summary = repair.Run();

        Assert.Equal(["name-1 customers", "name-1 customers"], repair.Joined);
        Assert.Equal(["PK"], repair.Records[SomeUser.Sub(1)].Keys);
        Assert.Equal(1, summary[UserOutcome.GroupAdded]);
    }

    [Fact]
    public void The_groups_of_all_rounds_are_told()
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { PendingGroups = ["vip"] } };
        repair.With(SomeUser.With(), pendingGroup: "vip").Answers["UpdateItem"] = token =>
        {
            repair.Records[SomeUser.Sub(1)]["pending_group"] = new(Some.Group);
            return Task.CompletedTask;
        };

        var summary = repair.Run();

        Assert.Equal(["name-1 vip", "name-1 customers"], repair.Joined);
        Assert.Equal(new Dictionary<string, long> { ["vip and customers"] = 1 }, summary.Added);
    }

    [Fact]
    public void A_group_that_somebody_forged_in_the_meantime_is_not_followed()
    {
        var repair = new ReconcileHarness();
        repair.With(SomeUser.With(), pendingGroup: Some.Group).Answers["UpdateItem"] = token =>
        {
            repair.Records[SomeUser.Sub(1)]["pending_group"] = new("admins");
            return Task.CompletedTask;
        };

        Assert.Equal("pending_group names 'admins', which is not a group of this run; was added to the group customers", Assert.Single(repair.Run().Failures).Reason);
        Assert.Equal(["name-1 customers"], repair.Joined);
        Assert.Equal("admins", repair.Records[SomeUser.Sub(1)]["pending_group"].S);
    }

    [Fact]
    public void A_pending_group_that_another_run_removed_in_the_meantime_is_not_a_failure()
    {
        var repair = new ReconcileHarness();
        repair.With(SomeUser.With(), pendingGroup: Some.Group).Answers["UpdateItem"] = token =>
        {
            repair.Records[SomeUser.Sub(1)].Remove("pending_group");
            return Task.CompletedTask;
        };

        Assert.Equal(1, repair.Run()[UserOutcome.Complete]);
    }

    [Fact]
    public void A_record_that_never_stays_the_same_fails_its_user()
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { PendingGroups = ["vip"] } };
        repair.With(SomeUser.With(), pendingGroup: "vip").Answers["UpdateItem"] = token =>
        {
            var record = repair.Records[SomeUser.Sub(1)];
            record["pending_group"] = new(record["pending_group"].S == "vip" ? Some.Group : "vip");
            return Task.CompletedTask;
        };

        Assert.Equal((SomeUser.Sub(1), "record: it keeps changing; was added to the group vip and customers"), Assert.Single(repair.Run().Failures));
        Assert.Equal(4, repair.Joined.Count);
    }

    [Fact]
    public void A_user_who_is_deleted_in_the_meantime_is_not_a_failure_and_gets_no_record()
    {
        var repair = new ReconcileHarness { Answers = { ["AdminAddUserToGroup"] = Answers.Fails(Errors.UserNotFound) } }.With(SomeUser.With());

        Assert.Equal(1, repair.Run().Skipped["deleted-meanwhile"]);
        Assert.Empty(repair.Records);
    }
}
