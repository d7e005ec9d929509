using System.Text.Json.Nodes;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Tests;

public sealed class FunctionTests
{
    [Fact]
    public void Adds_the_user_to_the_group_and_then_writes_the_record()
    {
        var trigger = new FunctionHarness();

        trigger.Invoke(Some.Event());

        Assert.Equal(2, trigger.Calls.Count);
        var group = Assert.IsType<AdminAddUserToGroupRequest>(trigger.Calls[0].Request);
        Assert.Equal(
            (Some.UserPoolId, Some.UserName, Some.Group), (group.UserPoolId, group.Username, group.GroupName));
        var record = Assert.IsType<PutItemRequest>(trigger.Calls[1].Request);
        Assert.Equal((Some.Table, "attribute_not_exists(PK)"), (record.TableName, record.ConditionExpression));
        Assert.Equal(
            DynamoDbJson.From(UserRecord.From(Some.User(), Some.Now, pendingGroup: null)), DynamoDbJson.From(record.Item));
    }

    [Theory]
    [InlineData("confirm-sign-up", "provisioned", null)]
    [InlineData("confirm-sign-up-boolean", "provisioned", null)]
    [InlineData("confirm-sign-up-numeric-version", "provisioned", null)]
    [InlineData("confirm-sign-up-phone", "provisioned", null)]
    [InlineData("external-provider", "provisioned", null)]
    [InlineData("cognito-local", "provisioned", null)]
    [InlineData("localstack", "provisioned", null)]
    [InlineData("admin-confirm-sign-up-unverified", "skipped", "unverified")]
    [InlineData("confirm-forgot-password", "skipped", "password-reset")]
    public void Decides_over_recorded_events(string recorded, string outcome, string? reason)
    {
        var trigger = new FunctionHarness();

        trigger.Invoke(Some.Read(Some.RecordedEvent(recorded)));

        Assert.Equal((outcome, reason), (trigger.Logged["outcome"], trigger.Logged.GetValueOrDefault("reason")));
        Assert.Equal(outcome == "provisioned" ? 2 : 0, trigger.Calls.Count);
    }

    [Fact]
    public void Provisions_unverified_users_where_that_is_allowed()
    {
        var trigger = new FunctionHarness { Settings = Some.Settings with { AllowUnverifiedUsers = true } };

        trigger.Invoke(Some.Read(Some.RecordedEvent("admin-confirm-sign-up-unverified")));

        Assert.Equal("provisioned", trigger.Logged["outcome"]);
    }

    [Fact]
    public void A_skipped_user_is_answered_like_a_provisioned_one()
    {
        var input = Some.Event(Eligibility.ConfirmForgotPassword);

        Assert.Same(input, new FunctionHarness().Invoke(input));
    }

    [Fact]
    public void The_answer_has_a_response_object_where_the_event_had_none()
    {
        var input = Some.Event();
        input.Response = null;

        var answer = JsonNode.Parse(Some.Write(new FunctionHarness().Invoke(input)))!;

        Assert.Equal("{}", answer["response"]!.ToJsonString());
    }

    [Fact]
    public void A_response_object_that_the_event_has_is_the_answers()
    {
        var input = Some.Event();
        var response = input.Response = new();

        Assert.Same(response, new FunctionHarness().Invoke(input).Response);
    }

    [Fact]
    public void Client_metadata_changes_nothing()
    {
        var trigger = new FunctionHarness();
        var input = Some.Event();
        input.Request!.ClientMetadata = new()
        {
            ["sub"] = "someone-else",
            ["cognito:user_status"] = "UNCONFIRMED",
            ["group"] = "admins",
            ["APP_GROUP_NAME"] = "admins",
        };

        trigger.Invoke(input);

        Assert.Equal(Some.Group, ((AdminAddUserToGroupRequest)trigger.GroupCalls[0].Request).GroupName);
        Assert.Equal(DynamoDbJson.From(UserRecord.From(Some.User(), Some.Now, null)), DynamoDbJson.From(trigger.WrittenItem));
    }

    [Theory]
    [InlineData(null, "maria", "pool", "the event has no sub")]
    [InlineData("", "maria", "pool", "the event has no sub")]
    [InlineData("s", "", "pool", "the event has no userName")]
    [InlineData("s", "maria", null, "the event has no userPoolId")]
    [InlineData(null, null, null, "the event has no sub, no userName, no userPoolId")]
    public void An_event_that_does_not_say_whom_it_is_about_fails(string? sub, string? userName, string? userPoolId, string reason)
    {
        foreach (var triggerSource in (string[])[Eligibility.ConfirmSignUp, Eligibility.ConfirmForgotPassword])
        {
            var trigger = new FunctionHarness();
            var input = Some.Event(triggerSource);
            (input.UserName, input.UserPoolId) = (userName, userPoolId);
            input.Request!.UserAttributes!.Remove("sub");
            if (sub is not null)
                input.Request.UserAttributes["sub"] = sub;

            Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(input));

            Assert.Equal(("failed", reason), (trigger.Logged["outcome"], trigger.Logged["reason"]));
            Assert.Empty(trigger.Calls);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_event_without_a_request_or_without_attributes_fails(bool hasRequest)
    {
        var trigger = new FunctionHarness();
        var input = Some.Event();
        input.Request = hasRequest ? new() { UserAttributes = null } : null;

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(input));

        Assert.Equal("the event has no sub", trigger.Logged["reason"]);
    }

    [Fact]
    public void A_null_event_fails()
    {
        var trigger = new FunctionHarness();

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Read("null")));

        Assert.Equal("the event is null", trigger.Logged["reason"]);
    }

    [Fact]
    public void Tells_the_user_nothing_but_the_request_id()
    {
        var trigger = new FunctionHarness { Record = Answers.Fails(Errors.AccessDenied) };

        var e = Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.Equal(
            "Your sign-up is confirmed, but your account is not set up completely. " +
            "Please contact support with the reference 8f7a1c1e-0f0e-4a54-9e7e-3f6f0a9be7d1",
            e.Message);
        Assert.Null(e.InnerException);
    }

    [Fact]
    public void An_internal_fault_tells_the_user_no_more()
    {
        var trigger = new FunctionHarness { Settings = null! };

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.Equal(
            ("failed", "function", "NullReferenceException"),
            (trigger.Logged["outcome"], trigger.Logged["step"], trigger.Logged["errorCode"]));
    }
}
