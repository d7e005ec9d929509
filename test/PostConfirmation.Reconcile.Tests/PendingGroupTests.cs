using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>Write access to the table is not enough to put users into groups.</summary>
public sealed class PendingGroupTests
{
    [Theory]
    [InlineData("CONFIRMED")]
    [InlineData("UNCONFIRMED")]
    [InlineData("EXTERNAL_PROVIDER")]
    public void Nobody_joins_a_group_that_only_the_record_names(string status)
    {
        var repair = new ReconcileHarness().With(SomeUser.With(status: status), pendingGroup: "admins");

        var summary = repair.Run();

        Assert.Equal(
            (SomeUser.Sub(1), "pending_group names 'admins', which is not a group of this run"), Assert.Single(summary.Failures));
        AssertUntouched(repair, new("admins"));
    }

    public static TheoryData<AttributeValue, string> NotAString => new()
    {
        { new() { N = "1" }, "pending_group is not a string" },
        { new() { NULL = true }, "pending_group is not a string" },
        { new() { M = new() { ["S"] = new("customers") } }, "pending_group is not a string" },
        { new() { SS = ["customers"] }, "pending_group is not a string" },
        { new(""), "pending_group names '', which is not a group of this run" },
    };

    [Theory]
    [MemberData(nameof(NotAString))]
    public void A_value_that_names_no_group_fails_and_is_left_as_it_is(AttributeValue value, string reason)
    {
        var repair = new ReconcileHarness().With(SomeUser.With(), record: true);
        repair.Records[SomeUser.Sub(1)]["pending_group"] = value;

        Assert.Equal((SomeUser.Sub(1), reason), Assert.Single(repair.Run().Failures));
        AssertUntouched(repair, value);
    }

    [Fact]
    public void A_name_from_the_table_can_neither_begin_a_line_nor_flood_it()
    {
        var repair = new ReconcileHarness().With(SomeUser.With(), pendingGroup: $"a\nfailed  {new string('x', 5000)}");

        Assert.Equal(
            $"pending_group names 'a failed  {new string('x', 290)}', which is not a group of this run",
            Assert.Single(repair.Run().Failures).Reason);
    }

    [Theory]
    [InlineData("UNCONFIRMED", "true", "not-confirmed")]
    [InlineData("RESET_REQUIRED", "true", "not-confirmed")]
    [InlineData("CONFIRMED", "false", "unverified")]
    public void A_user_who_is_not_eligible_is_skipped_whatever_the_record_says(string status, string emailVerified, string reason)
    {
        var repair = new ReconcileHarness()
            .With(SomeUser.With(status: status, attributes: [("email_verified", emailVerified)]), pendingGroup: Some.Group);

        Assert.Equal(1, repair.Run().Skipped[reason]);
        AssertUntouched(repair, new(Some.Group));
    }

    [Fact]
    public void A_status_that_the_operator_adds_makes_a_user_with_a_pending_group_eligible()
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { AdditionalStatuses = ["RESET_REQUIRED"] } }
            .With(SomeUser.With(status: "RESET_REQUIRED"), pendingGroup: Some.Group);

        repair.Run();

        Assert.Equal([$"name-1 {Some.Group}"], repair.Joined);
        Assert.DoesNotContain("pending_group", repair.Records[SomeUser.Sub(1)].Keys);
    }

    [Fact]
    public void A_group_that_the_operator_names_too_is_followed()
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { PendingGroups = ["vip"] } }
            .With(SomeUser.With(1), pendingGroup: "vip")
            .With(SomeUser.With(2), pendingGroup: Some.Group)
            .With(SomeUser.With(3), pendingGroup: "admins");

        var summary = repair.Run();

        Assert.Equal(["name-1 vip", "name-2 customers"], repair.Joined);
        Assert.Equal(new Dictionary<string, long> { ["customers"] = 1, ["vip"] = 1 }, summary.Added);
        Assert.Equal([SomeUser.Sub(3)], summary.Failures.Select(failure => failure.Sub));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_name_of_a_group_that_is_gone_stands_for_the_group_of_the_run(bool dryRun)
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { PendingGroups = ["before"], DryRun = dryRun } }
            .With(SomeUser.With(), pendingGroup: "before");

        Assert.Equal(1, repair.Run().Added["customers"]);
        Assert.Equal(dryRun ? [] : ["name-1 customers"], repair.Joined);
        Assert.Equal(dryRun, repair.Records[SomeUser.Sub(1)].ContainsKey("pending_group"));
    }

    public static TheoryData<Exception, string> NoAnswerAboutTheGroup => new()
    {
        { Errors.InvalidParameter, "GetGroup failed: InvalidParameterException (request aws-8)" },
        { Errors.AccessDenied, "GetGroup is refused: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/r/f is not authorized (request aws-2). What Reconcile needs is in deploy/reconcile-policy.json" },
    };

    [Theory]
    [MemberData(nameof(NoAnswerAboutTheGroup))]
    public void Only_Cognito_decides_whether_a_group_is_gone(Exception error, string sentence)
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { PendingGroups = ["before"] } }
            .With(SomeUser.With(), pendingGroup: "before");
        repair.Answers["GetGroup"] = Answers.InTurn(Answers.Ok, Answers.Fails(error));

        Assert.Equal(sentence, Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
        Assert.Empty(repair.Calls);
    }

    [Fact]
    public void A_user_given_with_sub_is_in_the_group_afterwards_whoever_wrote_the_record()
    {
        var options = ReconcileHarness.SomeOptions with { PendingGroups = ["vip"], Subs = [.. Enumerable.Range(1, 4).Select(SomeUser.Sub)] };
        var repair = new ReconcileHarness { Options = options }
            .With(SomeUser.With(1), record: true)
            .With(SomeUser.With(2), pendingGroup: "vip")
            .With(SomeUser.With(3, "UNCONFIRMED"), record: true)
            .With(SomeUser.With(4), pendingGroup: "admins");

        var summary = repair.Run();

        Assert.Equal(["name-1 customers", "name-2 vip", "name-2 customers"], repair.Joined);
        Assert.Equal(new Dictionary<string, long> { ["customers"] = 1, ["vip and customers"] = 1 }, summary.Added);
        Assert.Equal((1, 1), (summary.Skipped["not-confirmed"], summary[UserOutcome.Failed]));
        Assert.Equal(["PK", "cart"], repair.Records[SomeUser.Sub(2)].Keys.Order(StringComparer.Ordinal));
    }

    private static void AssertUntouched(ReconcileHarness repair, AttributeValue pending)
    {
        Assert.Empty(repair.Sent<AdminAddUserToGroupRequest>());
        Assert.Empty(repair.Sent<UpdateItemRequest>());
        Assert.Equal(DynamoDbJson.From(new() { ["p"] = pending }), DynamoDbJson.From(new() { ["p"] = repair.Records[SomeUser.Sub(1)]["pending_group"] }));
    }
}
