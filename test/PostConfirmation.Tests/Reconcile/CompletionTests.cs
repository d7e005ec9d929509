using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;
using PostConfirmation.Reconcile;
using PostConfirmation.Tests.Support;

namespace PostConfirmation.Tests.Reconcile;

/// <summary>What a user gets who lacks something.</summary>
public sealed class CompletionTests
{
    [Fact]
    public void A_user_without_a_record_gets_the_group_and_then_the_record_that_the_trigger_would_have_written()
    {
        var repair = new Repair().With(SomeUser.Of(attributes: [("address", "Main Street 1")]));

        var summary = repair.Run();

        Assert.Equal(
            [typeof(ListUsersRequest), typeof(BatchGetItemRequest), typeof(AdminAddUserToGroupRequest), typeof(PutItemRequest)],
            repair.Calls.Select(call => call.Request.GetType()));
        Assert.Equal(["name-1 customers"], repair.Joined);
        Assert.Equal(
            """{"PK":{"S":"USER#00000000-0000-0000-0000-000000000001"},"SK":{"S":"USER#00000000-0000-0000-0000-000000000001"},"addresses":{"M":{"default":{"M":{"formatted":{"S":"Main Street 1"}}}}},"date_created":{"S":"2024-02-29T12:30:45.678Z"},"email":{"S":"1@example.com"},"shopping_cart":{"M":{}},"sub":{"S":"00000000-0000-0000-0000-000000000001"},"username":{"S":"name-1"}}""",
            DynamoDbJson.Of(repair.Records[SomeUser.Sub(1)]));
        Assert.Equal((1, 1), (summary.Seen, summary[UserFate.Provisioned]));
    }

    [Fact]
    public void A_pending_record_gets_the_group_that_it_names_and_nothing_else_in_it_is_touched()
    {
        var repair = new Repair().With(SomeUser.Of(), pendingGroup: "vip");

        var summary = repair.Run();

        Assert.Equal(["name-1 vip"], repair.Joined);
        var update = Assert.Single(repair.Sent<UpdateItemRequest>());
        Assert.Equal(
            ("users", "REMOVE pending_group", "pending_group = :group"),
            (update.TableName, update.UpdateExpression, update.ConditionExpression));
        Assert.Equal("""{":group":{"S":"vip"}}""", DynamoDbJson.Of(update.ExpressionAttributeValues));
        Assert.Equal(
            """{"PK":{"S":"USER#00000000-0000-0000-0000-000000000001"},"SK":{"S":"USER#00000000-0000-0000-0000-000000000001"}}""",
            DynamoDbJson.Of(update.Key));
        Assert.Equal(["PK", "cart"], repair.Records[SomeUser.Sub(1)].Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, summary[UserFate.GroupAdded]);
    }

    [Fact]
    public void A_debt_stays_in_the_record_until_the_group_has_the_user()
    {
        var repair = new Repair { Answers = { ["AdminAddUserToGroup"] = Answers.Fails(Errors.GroupNotFound) } }
            .With(SomeUser.Of(), pendingGroup: "vip");

        var summary = repair.Run();

        Assert.Equal("vip", repair.Records[SomeUser.Sub(1)]["pending_group"].S);
        Assert.Equal(
            (SomeUser.Sub(1), "group: ResourceNotFoundException: Group not found (request aws-4)"),
            Assert.Single(summary.Failures));
    }

    [Fact]
    public void A_record_without_a_debt_is_complete_and_costs_no_call()
    {
        var repair = new Repair().With(SomeUser.Of(), record: true);

        var summary = repair.Run();

        Assert.Equal([typeof(ListUsersRequest), typeof(BatchGetItemRequest)], repair.Calls.Select(call => call.Request.GetType()));
        Assert.Equal((1, 1), (summary.Seen, summary[UserFate.Complete]));
    }

    [Fact]
    public void With_all_a_complete_record_is_left_alone_and_its_user_joins_the_group()
    {
        var repair = new Repair { Options = new(Some.UserPoolId, Some.Settings, [], [], All: true) }
            .With(SomeUser.Of(1), record: true)
            .With(SomeUser.Of(2, "UNCONFIRMED"), record: true);

        var summary = repair.Run();

        Assert.Equal(["name-1 customers"], repair.Joined);
        Assert.Empty(repair.Sent<PutItemRequest>());
        Assert.Empty(repair.Sent<UpdateItemRequest>());
        Assert.Equal((1, 1), (summary[UserFate.GroupAdded], summary.Skipped["not-confirmed"]));
    }

    [Fact]
    public void A_dry_run_tells_what_would_be_done_and_does_nothing()
    {
        var repair = new Repair { Options = new(Some.UserPoolId, Some.Settings, [], [], DryRun: true) }
            .With(SomeUser.Of(1))
            .With(SomeUser.Of(2), pendingGroup: "vip")
            .With(SomeUser.Of(3), record: true);

        var summary = repair.Run();

        Assert.Equal([typeof(ListUsersRequest), typeof(BatchGetItemRequest)], repair.Calls.Select(call => call.Request.GetType()));
        Assert.Equal((1, 1, 1), (summary[UserFate.Provisioned], summary[UserFate.GroupAdded], summary[UserFate.Complete]));
    }

    [Fact]
    public void A_record_that_the_trigger_wrote_in_the_meantime_is_left_alone()
    {
        var repair = new Repair();
        repair.With(SomeUser.Of()).Answers["PutItem"] = token =>
        {
            repair.Records[SomeUser.Sub(1)] = new() { ["PK"] = new($"USER#{SomeUser.Sub(1)}"), ["by"] = new("the trigger") };
            return Task.CompletedTask;
        };

        var summary = repair.Run();

        Assert.Equal("the trigger", repair.Records[SomeUser.Sub(1)]["by"].S);
        Assert.Equal(1, summary[UserFate.Complete]);
        Assert.True(repair.Sent<BatchGetItemRequest>()[1].RequestItems["users"].ConsistentRead);
    }

    [Fact]
    public void A_debt_that_the_trigger_recorded_in_the_meantime_is_paid()
    {
        var repair = new Repair();
        repair.With(SomeUser.Of()).Answers["PutItem"] = token =>
        {
            repair.Records[SomeUser.Sub(1)] = new() { ["PK"] = new($"USER#{SomeUser.Sub(1)}"), ["pending_group"] = new("vip") };
            return Task.CompletedTask;
        };

        var summary = repair.Run();

        Assert.Equal(["name-1 customers", "name-1 vip"], repair.Joined);
        Assert.Equal(["PK"], repair.Records[SomeUser.Sub(1)].Keys);
        Assert.Equal(1, summary[UserFate.GroupAdded]);
    }

    [Fact]
    public void A_debt_that_another_run_paid_in_the_meantime_is_no_failure()
    {
        var repair = new Repair();
        repair.With(SomeUser.Of(), pendingGroup: "vip").Answers["UpdateItem"] = token =>
        {
            repair.Records[SomeUser.Sub(1)].Remove("pending_group");
            return Task.CompletedTask;
        };

        Assert.Equal(1, repair.Run()[UserFate.Complete]);
    }

    [Fact]
    public void A_record_that_never_stays_the_same_fails_its_user()
    {
        var (repair, group) = (new Repair(), 0);
        repair.With(SomeUser.Of(), pendingGroup: "0").Answers["UpdateItem"] = token =>
        {
            repair.Records[SomeUser.Sub(1)]["pending_group"] = new($"{++group}");
            return Task.CompletedTask;
        };

        Assert.Equal((SomeUser.Sub(1), "record: it keeps changing"), Assert.Single(repair.Run().Failures));
        Assert.Equal(4, repair.Joined.Count);
    }

    [Fact]
    public void A_user_who_is_deleted_in_the_meantime_is_no_failure_and_gets_no_record()
    {
        var repair = new Repair { Answers = { ["AdminAddUserToGroup"] = Answers.Fails(Errors.UserNotFound) } }.With(SomeUser.Of());

        Assert.Equal(1, repair.Run().Skipped["deleted-meanwhile"]);
        Assert.Empty(repair.Records);
    }
}
