using Amazon.Runtime;

namespace PostConfirmation.Tests;

public sealed class InvocationLogTests
{
    [Fact]
    public void A_provisioned_user_is_named_by_the_sub_and_nothing_else()
    {
        var trigger = new FunctionHarness();

        trigger.Invoke(Some.Event());

        Assert.Equal("outcome={outcome} sub={sub} userPoolId={userPoolId} triggerSource={triggerSource} elapsedMs={elapsedMs}", trigger.LoggedLine.Template);
        Assert.Equal(["provisioned", Some.Sub, Some.UserPoolId, Eligibility.ConfirmSignUp, 0.0], trigger.LoggedLine.Values);
        Assert.Equal("Information", trigger.LoggedLine.Level);
    }

    [Fact]
    public void A_failure_is_logged_with_everything_that_support_at_AWS_asks_for()
    {
        var trigger = new FunctionHarness { Group = Answers.Fails(Errors.AccessDenied) };

        trigger.Invoke(Some.Event());

        Assert.Equal("group", trigger.Logged["step"]);
        Assert.Equal("AccessDeniedException", trigger.Logged["errorCode"]);
        Assert.Equal(400, trigger.Logged["status"]);
        Assert.Equal("aws-2", trigger.Logged["awsRequestId"]);
        Assert.Equal(false, trigger.Logged["retryable"]);
        Assert.Equal(Errors.AccessDenied.Message, trigger.Logged["errorMessage"]);
    }

    [Fact]
    public void The_time_is_a_number_of_milliseconds()
    {
        var trigger = new FunctionHarness { Record = Answers.InTurn(Answers.Hangs, Answers.Ok) };

        trigger.Invoke(Some.Event());

        Assert.InRange(Assert.IsType<double>(trigger.Logged["elapsedMs"]), 1050, 1150);
    }

    [Theory]
    [InlineData(Eligibility.ConfirmForgotPassword, "password-reset", "Information")]
    [InlineData("PreSignUp_SignUp", "unknown-trigger", "Warning")]
    public void A_skip_is_logged_with_its_reason_and_an_unknown_trigger_as_a_warning(string triggerSource, string reason, string level)
    {
        var trigger = new FunctionHarness();

        trigger.Invoke(Some.Event(triggerSource));

        Assert.Equal(("skipped", reason, level), (trigger.Logged["outcome"], trigger.Logged["reason"], trigger.LoggedLine.Level));
    }

    [Theory]
    [InlineData("InvalidParameterException", "InvalidParameterException")]
    [InlineData("ValidationException", "ValidationException")]
    [InlineData("", "AmazonServiceException")] // not written by a service of AWS
    [InlineData(null, "AmazonServiceException")]
    public void Messages_that_quote_the_request_are_left_out(string? code, string logged)
    {
        var trigger = new FunctionHarness { Group = Answers.Fails(new AmazonServiceException($"Value '{Some.Email}'") { ErrorCode = code }) };

        trigger.Invoke(Some.Event());

        Assert.Equal(logged, trigger.Logged["errorCode"]);
        Assert.DoesNotContain("errorMessage", trigger.Logged.Keys);
    }

    [Fact]
    public void Without_an_answer_in_time_there_is_neither_status_nor_request_id()
    {
        var trigger = new FunctionHarness { Group = Answers.Hangs };

        trigger.Invoke(Some.Event());

        Assert.Equal(
            ("group", "Timeout", true, "no answer in time"),
            (trigger.Logged["step"], trigger.Logged["errorCode"], trigger.Logged["retryable"], trigger.Logged["errorMessage"]));
        Assert.False(trigger.Logged.ContainsKey("status") || trigger.Logged.ContainsKey("awsRequestId"));
    }

    [Fact]
    public void An_exception_that_no_service_sent_is_told_by_its_type_alone()
    {
        var trigger = new FunctionHarness { Group = Answers.Fails(new InvalidOperationException($"{Some.Email} is no number")) };

        trigger.Invoke(Some.Event());

        Assert.Equal(
            ("group", "InvalidOperationException", false),
            (trigger.Logged["step"], trigger.Logged["errorCode"], trigger.Logged["retryable"]));
        Assert.False(trigger.Logged.ContainsKey("status") || trigger.Logged.ContainsKey("errorMessage"));
    }

    [Theory]
    [InlineData("a\nb", "a b")]
    [InlineData("a\r\n{\"outcome\":\"failed\"}", "a  {\"outcome\":\"failed\"}")]
    [InlineData("a\u2028b\u202Ec\0d\u001b[31m", "a b c d [31m")]
    [InlineData("a\u2029b\ud83d\ude00c", "a b  c")]
    public void Text_from_outside_stays_on_its_line(string sub, string logged)
    {
        var trigger = new FunctionHarness();

        trigger.Invoke(Some.Event(attributes: ("sub", sub)));

        Assert.Equal(logged, trigger.Logged["sub"]);
    }

    [Fact]
    public void Text_from_outside_does_not_flood_the_log()
    {
        var trigger = new FunctionHarness();

        trigger.Invoke(Some.Event(triggerSource: new string('x', 10_000)));

        Assert.Equal(300, Assert.IsType<string>(trigger.Logged["triggerSource"]).Length);
    }
}
