using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>What a user who lacks something gets.</summary>
public sealed class CompletionTests
{
    [Fact]
    public void A_user_without_a_record_gets_the_group_and_then_the_record_that_the_trigger_would_have_written()
    {
        var repair = new ReconcileHarness().With(SomeUser.With(attributes: [("address", "Main Street 1")]));

        var summary = repair.Run();

        Assert.Equal(
            [typeof(ListUsersRequest), typeof(BatchGetItemRequest), typeof(AdminAddUserToGroupRequest), typeof(PutItemRequest)],
            repair.Calls.Select(call => call.Request.GetType()));
        Assert.Equal(["name-1 customers"], repair.Joined);
        Assert.Equal(
            """{"PK":{"S":"USER#00000000-0000-0000-0000-000000000001"},"SK":{"S":"USER#00000000-0000-0000-0000-000000000001"},"addresses":{"M":{"default":{"M":{"formatted":{"S":"Main Street 1"}}}}},"date_created":{"S":"2024-02-29T12:30:45.678Z"},"email":{"S":"1@example.com"},"shopping_cart":{"M":{}},"sub":{"S":"00000000-0000-0000-0000-000000000001"},"username":{"S":"name-1"}}""",
            DynamoDbJson.From(repair.Records[SomeUser.Sub(1)]));
        Assert.Equal((1, 1), (summary.Seen, summary[UserOutcome.Provisioned]));
    }

    [Fact]
    public void An_attribute_without_a_value_is_not_in_the_record()
    {
        var repair = new ReconcileHarness().With(SomeUser.With(attributes: [("email", null!)]));

        repair.Run();

        Assert.DoesNotContain("email", repair.Records[SomeUser.Sub(1)].Keys);
    }

    [Fact]
    public void A_pending_record_gets_the_group_and_nothing_else_in_it_is_touched()
    {
        var repair = new ReconcileHarness().With(SomeUser.With(), pendingGroup: Some.Group);

        var summary = repair.Run();

        Assert.Equal(["name-1 customers"], repair.Joined);
        var update = Assert.Single(repair.Sent<UpdateItemRequest>());
        Assert.Equal(
            ("users", "REMOVE pending_group", "pending_group = :group"),
            (update.TableName, update.UpdateExpression, update.ConditionExpression));
        Assert.Equal("""{":group":{"S":"customers"}}""", DynamoDbJson.From(update.ExpressionAttributeValues));
        Assert.Equal(
            """{"PK":{"S":"USER#00000000-0000-0000-0000-000000000001"},"SK":{"S":"USER#00000000-0000-0000-0000-000000000001"}}""",
            DynamoDbJson.From(update.Key));
        Assert.Equal(["PK", "cart"], repair.Records[SomeUser.Sub(1)].Keys.Order(StringComparer.Ordinal));
        Assert.Equal((1, 1), (summary[UserOutcome.GroupAdded], summary.Added["customers"]));
    }

    [Fact]
    public void Pending_group_stays_in_the_record_until_the_user_is_in_the_group()
    {
        var repair = new ReconcileHarness { Answers = { ["AdminAddUserToGroup"] = Answers.Fails(Errors.InvalidParameter) } }
            .With(SomeUser.With(), pendingGroup: Some.Group);

        var summary = repair.Run();

        Assert.Equal(Some.Group, repair.Records[SomeUser.Sub(1)]["pending_group"].S);
        Assert.Equal(
            (SomeUser.Sub(1), "group customers: InvalidParameterException (request aws-8)"),
            Assert.Single(summary.Failures));
    }

    [Fact]
    public void A_record_without_pending_group_is_complete_and_costs_no_call()
    {
        var repair = new ReconcileHarness().With(SomeUser.With(), record: true);

        var summary = repair.Run();

        Assert.Equal([typeof(ListUsersRequest), typeof(BatchGetItemRequest)], repair.Calls.Select(call => call.Request.GetType()));
        Assert.Equal((1, 1), (summary.Seen, summary[UserOutcome.Complete]));
    }

    [Fact]
    public void With_all_a_complete_record_is_left_alone_and_its_user_joins_the_group()
    {
        var repair = new ReconcileHarness { Options = new(Some.UserPoolId, Some.Settings, [], [], All: true) }
            .With(SomeUser.With(1), record: true)
            .With(SomeUser.With(2, "UNCONFIRMED"), record: true);

        var summary = repair.Run();

        Assert.Equal(["name-1 customers"], repair.Joined);
        Assert.Empty(repair.Sent<PutItemRequest>());
        Assert.Empty(repair.Sent<UpdateItemRequest>());
        Assert.Equal((1, 1), (summary[UserOutcome.GroupAdded], summary.Skipped["not-confirmed"]));
    }

    [Fact]
    public void A_dry_run_reports_what_would_be_done_and_does_nothing()
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { DryRun = true, PendingGroups = ["vip"] } }
            .With(SomeUser.With(1))
            .With(SomeUser.With(2), pendingGroup: "vip")
            .With(SomeUser.With(3), record: true)
            .With(SomeUser.With(4), pendingGroup: Some.Group)
            .With(SomeUser.With(5), pendingGroup: "admins");

        var summary = repair.Run();

        Assert.Equal([typeof(ListUsersRequest), typeof(BatchGetItemRequest)], repair.Calls.Select(call => call.Request.GetType()));
        Assert.Equal((1, 2, 1, 1), (summary[UserOutcome.Provisioned], summary[UserOutcome.GroupAdded], summary[UserOutcome.Complete], summary[UserOutcome.Failed]));
        Assert.Equal(new Dictionary<string, long> { ["customers"] = 1, ["vip"] = 1 }, summary.Added);
    }
}
