using Amazon.CognitoIdentityProvider.Model;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>The function's own rule decides who is eligible. These tests are about what the pool adds to it.</summary>
public sealed class ReconcileEligibilityTests
{
    [Theory]
    [InlineData("CONFIRMED", "true", null)]
    [InlineData("CONFIRMED", "false", "unverified")]
    [InlineData("EXTERNAL_PROVIDER", "false", null)]
    [InlineData("UNCONFIRMED", "true", "not-confirmed")]
    [InlineData("FORCE_CHANGE_PASSWORD", "true", "not-confirmed")]
    [InlineData("RESET_REQUIRED", "true", "not-confirmed")]
    [InlineData("A_STATUS_OF_TOMORROW", "true", "not-confirmed")]
    public void Of_users_without_a_record_those_that_the_trigger_would_provision_are_completed(string status, string emailVerified, string? skipped)
    {
        var repair = new ReconcileHarness().With(SomeUser.With(status: status, attributes: [("email_verified", emailVerified)]));

        var summary = repair.Run();

        Assert.Equal(skipped is null ? 1 : 0, summary[UserOutcome.Provisioned]);
        Assert.Equal(skipped is null ? [] : [skipped], summary.Skipped.Keys);
        Assert.Equal(skipped is null ? 1 : 0, repair.Records.Count);
    }

    [Fact]
    public void Unverified_users_are_provisioned_where_that_is_allowed()
    {
        var repair = new ReconcileHarness { Options = new(Some.UserPoolId, Some.Settings with { AllowUnverifiedUsers = true }, [], []) }
            .With(SomeUser.With(attributes: [("email_verified", "false")]));

        Assert.Equal(1, repair.Run()[UserOutcome.Provisioned]);
    }

    [Fact]
    public void A_further_status_counts_as_confirmed_and_not_as_verified()
    {
        var repair = new ReconcileHarness { Options = new(Some.UserPoolId, Some.Settings, ["FORCE_CHANGE_PASSWORD"], []) }
            .With(SomeUser.With(1, "FORCE_CHANGE_PASSWORD"))
            .With(SomeUser.With(2, "FORCE_CHANGE_PASSWORD", attributes: [("email_verified", "false")]))
            .With(SomeUser.With(3, "RESET_REQUIRED"));

        var summary = repair.Run();

        Assert.Equal([SomeUser.Sub(1)], repair.Records.Keys);
        Assert.Equal((1, 1), (summary.Skipped["unverified"], summary.Skipped["not-confirmed"]));
    }

    [Fact]
    public void Disabled_users_are_skipped_whatever_they_lack_and_not_even_looked_up()
    {
        var repair = new ReconcileHarness()
            .With(SomeUser.With(1, enabled: false))
            .With(SomeUser.With(2, enabled: false), pendingGroup: Some.Group)
            .With(SomeUser.With(3, enabled: false), record: true);

        Assert.Equal(3, repair.Run().Skipped["disabled"]);
        Assert.Equal([typeof(ListUsersRequest)], repair.Calls.Select(call => call.Request.GetType()));
    }

    [Fact]
    public void A_user_is_enabled_unless_the_pool_says_otherwise()
    {
        var user = SomeUser.With();
        user.Enabled = null;

        Assert.Equal(1, new ReconcileHarness().With(user).Run()[UserOutcome.Provisioned]);
    }

    [Fact]
    public void A_user_whom_the_pool_lists_without_a_sub_fails()
    {
        var user = SomeUser.With();
        user.Attributes = null;
        var repair = new ReconcileHarness();
        repair.Users.Add(user);

        Assert.Equal(("", "the pool lists it without a sub or a user name"), Assert.Single(repair.Run().Failures));
    }

    [Fact]
    public void Several_users_without_a_sub_keep_nobody_from_being_completed()
    {
        var repair = new ReconcileHarness().With(SomeUser.With());
        for (var i = 2; i < 4; i++)
        {
            var user = SomeUser.With(i);
            user.Attributes = null;
            repair.Users.Add(user);
        }

        Assert.Equal((1, 2), (repair.Run()[UserOutcome.Provisioned], repair.Summary[UserOutcome.Failed]));
    }

    [Fact]
    public void What_the_pool_leaves_out_is_nothing_that_anybody_is_provisioned_for()
    {
        var bare = SomeUser.With();
        (bare.UserStatus, bare.Attributes![1].Value) = (null, null);
        var nameless = SomeUser.With(2);
        nameless.Username = null;

        var summary = new ReconcileHarness().With(bare).With(nameless).Run();

        Assert.Equal(("not-confirmed", 1), (Assert.Single(summary.Skipped).Key, summary[UserOutcome.Skipped]));
        Assert.Equal((SomeUser.Sub(2), "the pool lists it without a sub or a user name"), Assert.Single(summary.Failures));
    }

    [Fact]
    public void A_user_whose_creation_date_is_unknown_was_created_now()
    {
        var user = SomeUser.With();
        user.UserCreateDate = null;
        var repair = new ReconcileHarness().With(user);

        repair.Run();

        Assert.StartsWith("2026-11-21T20:16:", repair.Records[SomeUser.Sub(1)]["date_created"].S, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_users_are_asked_for_by_their_sub_and_nobody_else_is_touched()
    {
        var repair = new ReconcileHarness { Options = new(Some.UserPoolId, Some.Settings, [], [SomeUser.Sub(2), SomeUser.Sub(9), SomeUser.Sub(2)]) }
            .With(SomeUser.With(1))
            .With(SomeUser.With(2));

        var summary = repair.Run();

        Assert.Equal(
            [(1, "sub = \"00000000-0000-0000-0000-000000000002\""), (1, "sub = \"00000000-0000-0000-0000-000000000009\"")],
            repair.Sent<ListUsersRequest>().Select(request => (request.Limit, request.Filter)));
        Assert.Equal([SomeUser.Sub(2)], repair.Records.Keys);
        Assert.Equal((SomeUser.Sub(9), "the pool has no such user"), Assert.Single(summary.Failures));
        Assert.Equal(2, summary.Seen);
    }

    [Fact]
    public void An_answer_about_somebody_else_completes_nobody()
    {
        var repair = new ReconcileHarness { IgnoresFilters = true, Options = new(Some.UserPoolId, Some.Settings, [], [SomeUser.Sub(9)]) }.With(SomeUser.With(1));

        var summary = repair.Run();

        Assert.Empty(repair.Joined);
        Assert.Empty(repair.Records);
        Assert.Equal((SomeUser.Sub(9), "the pool has no such user"), Assert.Single(summary.Failures));
    }
}
