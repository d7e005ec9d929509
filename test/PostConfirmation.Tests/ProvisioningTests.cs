using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace PostConfirmation.Tests;

/// <summary>The order of the two calls, and what happens when one fails.</summary>
public sealed class ProvisioningTests
{
    public static TheoryData<string> WhateverGoesWrongAtTheGroup => [.. GroupTroubles.Keys];

    private static Dictionary<string, Answer> GroupTroubles { get; } = new()
    {
        ["throttled"] = Answers.Fails(Errors.TooManyRequests),
        ["access denied"] = Answers.Fails(Errors.AccessDenied),
        ["group missing"] = Answers.Fails(Errors.GroupNotFound),
        ["invalid"] = Answers.Fails(Errors.InvalidParameter),
        ["unavailable"] = Answers.Fails(Errors.Unavailable),
        ["connection cut"] = Answers.Fails(Errors.CutConnection),
        ["no credentials"] = Answers.Fails(new AmazonClientException("no credentials")),
        ["no answer"] = Answers.Hangs,
        ["deaf"] = Answers.IgnoresCancellation,
        ["a fault of ours"] = Answers.Fails(new InvalidOperationException()),
    };

    [Theory]
    [MemberData(nameof(WhateverGoesWrongAtTheGroup))]
    public void A_group_that_cannot_be_joined_is_remembered_in_the_record_and_the_sign_up_succeeds(string trouble)
    {
        var trigger = new FunctionHarness { Group = GroupTroubles[trouble] };
        var input = Some.Event();

        Assert.Same(input, trigger.Invoke(input));

        Assert.Equal(Some.Group, trigger.WrittenItem["pending_group"].S);
        Assert.Equal(("group-deferred", "group"), (trigger.Logged["outcome"], trigger.Logged["step"]));
        Assert.Equal("Error", trigger.LoggedLine.Level);
    }

    [Fact]
    public void A_user_who_does_not_exist_fails_and_gets_no_record()
    {
        var trigger = new FunctionHarness { Group = Answers.Fails(Errors.UserNotFound) };

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.Empty(trigger.RecordCalls);
        Assert.Equal(("failed", "UserNotFoundException"), (trigger.Logged["outcome"], trigger.Logged["errorCode"]));
    }

    [Fact]
    public void Leaves_an_existing_record_alone()
    {
        var trigger = new FunctionHarness { Record = Answers.Fails(Errors.RecordExists) };

        trigger.Invoke(Some.Event());

        Assert.Equal("attribute_not_exists(PK)", ((PutItemRequest)Assert.Single(trigger.RecordCalls).Request).ConditionExpression);
        Assert.Equal("already-provisioned", trigger.Logged["outcome"]);
        Assert.Equal("Information", trigger.LoggedLine.Level);
    }

    [Fact]
    public void A_deferral_that_finds_a_record_says_that_it_may_have_no_pending_group()
    {
        var trigger = new FunctionHarness { Group = Answers.Fails(Errors.AccessDenied), Record = Answers.Fails(Errors.RecordExists) };

        trigger.Invoke(Some.Event());

        Assert.Equal(
            ("group-deferred", "record-exists", "group", "AccessDeniedException"),
            (trigger.Logged["outcome"], trigger.Logged["reason"], trigger.Logged["step"], trigger.Logged["errorCode"]));
    }

    [Fact]
    public void A_deferral_that_writes_the_record_has_no_reason()
    {
        var trigger = new FunctionHarness { Group = Answers.Fails(Errors.AccessDenied) };

        trigger.Invoke(Some.Event());

        Assert.DoesNotContain("reason", trigger.Logged.Keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_record_that_cannot_be_written_fails_the_sign_up(bool groupJoined)
    {
        var trigger = new FunctionHarness
        {
            Group = groupJoined ? Answers.Ok : Answers.Fails(Errors.AccessDenied),
            Record = Answers.Fails(new Amazon.DynamoDBv2.Model.ResourceNotFoundException("Requested resource not found")
            {
                ErrorCode = "ResourceNotFoundException",
                StatusCode = System.Net.HttpStatusCode.BadRequest,
            }),
        };

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.Equal(
            ("failed", "record", "ResourceNotFoundException"),
            (trigger.Logged["outcome"], trigger.Logged["step"], trigger.Logged["errorCode"]));
        Assert.Equal(groupJoined ? null : "AccessDeniedException", trigger.Logged.GetValueOrDefault("groupErrorCode"));
    }

    [Fact]
    public void Where_group_and_record_fail_the_line_has_both_failures()
    {
        var trigger = new FunctionHarness { Group = Answers.Fails(Errors.AccessDenied), Record = Answers.Fails(Errors.Throughput) };

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.Equal(
            ("record", "ProvisionedThroughputExceededException", 400, "aws-6", true),
            (trigger.Logged["step"], trigger.Logged["errorCode"], trigger.Logged["status"], trigger.Logged["awsRequestId"], trigger.Logged["retryable"]));
        Assert.Equal(
            ("AccessDeniedException", 400, "aws-2", Errors.AccessDenied.Message),
            (trigger.Logged["groupErrorCode"], trigger.Logged["groupStatus"], trigger.Logged["groupAwsRequestId"], trigger.Logged["groupErrorMessage"]));
    }
}
