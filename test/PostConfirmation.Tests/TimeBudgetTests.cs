using Amazon.Runtime;

namespace PostConfirmation.Tests;

/// <summary>Retries and time limits, in virtual time.</summary>
public sealed class TimeBudgetTests
{
    public static TheoryData<string> WhatMayPass => [.. Passing.Keys];

    public static TheoryData<string> WhatDoesNot => [.. Final.Keys];

    private static Dictionary<string, Exception> Passing { get; } = new()
    {
        ["TooManyRequests"] = Errors.TooManyRequests,
        ["ProvisionedThroughput"] = Errors.Throughput,
        ["Throttling"] = new AmazonServiceException("Rate exceeded") { ErrorCode = "ThrottlingException", StatusCode = (System.Net.HttpStatusCode)400 },
        ["RequestLimit"] = new AmazonServiceException("Limit") { ErrorCode = "RequestLimitExceeded", StatusCode = (System.Net.HttpStatusCode)400 },
        ["429"] = new AmazonServiceException("?") { StatusCode = (System.Net.HttpStatusCode)429 },
        ["500"] = new AmazonServiceException("?") { StatusCode = (System.Net.HttpStatusCode)500 },
        ["502"] = new AmazonServiceException("?") { StatusCode = (System.Net.HttpStatusCode)502 },
        ["503"] = Errors.Unavailable,
        ["half an answer"] = new AmazonUnmarshallingException("aws-9", "", new FormatException()),
        ["cut connection"] = Errors.CutConnection,
        ["cut connection, wrapped"] = new AmazonServiceException(Errors.CutConnection),
        ["no connection"] = new AmazonClientException("?", new System.Net.Sockets.SocketException(111)),
        ["timed out"] = new TimeoutException(),
        ["cancelled"] = new TaskCanceledException(),
    };

    private static Dictionary<string, Exception> Final { get; } = new()
    {
        ["AccessDenied"] = Errors.AccessDenied,
        ["GroupNotFound"] = Errors.GroupNotFound,
        ["InvalidParameter"] = Errors.InvalidParameter,
        ["403"] = new AmazonServiceException("?") { StatusCode = (System.Net.HttpStatusCode)403 },
        ["403 and a cause"] = new AmazonServiceException("?", new IOException(), (System.Net.HttpStatusCode)403),
        ["no credentials"] = new AmazonClientException("no credentials"),
        ["a fault of ours, wrapped"] = new AmazonServiceException(new InvalidOperationException()),
        ["a fault of ours"] = new InvalidOperationException(),
    };

    [Theory]
    [MemberData(nameof(WhatMayPass))]
    public void Transient_errors_of_both_services_are_retried_after_a_short_pause(string name)
    {
        var trigger = new FunctionHarness
        {
            Group = Answers.InTurn(Answers.Fails(Passing[name]), Answers.Fails(Passing[name]), Answers.Ok),
            Record = Answers.InTurn(Answers.Fails(Passing[name]), Answers.Fails(Passing[name]), Answers.Ok),
        };

        trigger.Invoke(Some.Event());

        Assert.Equal("provisioned", trigger.Logged["outcome"]);
        foreach (var calls in (IReadOnlyList<Call>[])[trigger.GroupCalls, trigger.RecordCalls])
        {
            Assert.Equal(3, calls.Count);
            Assert.All(
                calls.Zip(calls.Skip(1), (first, second) => (second.Sent - first.Sent).TotalMilliseconds),
                pause => Assert.InRange(pause, 50, 150));
        }
    }

    [Theory]
    [MemberData(nameof(WhatMayPass))]
    public void There_are_at_most_three_attempts(string name)
    {
        var trigger = new FunctionHarness { Group = Answers.Fails(Passing[name]), Record = Answers.Fails(Passing[name]) };

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.Equal((3, 3), (trigger.GroupCalls.Count, trigger.RecordCalls.Count));
        Assert.Equal(true, trigger.Logged["retryable"]);
    }

    [Theory]
    [MemberData(nameof(WhatDoesNot))]
    public void A_permanent_error_is_not_retried(string name)
    {
        var trigger = new FunctionHarness { Group = Answers.Fails(Final[name]), Record = Answers.Fails(Final[name]) };

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.Equal((1, 1), (trigger.GroupCalls.Count, trigger.RecordCalls.Count));
        Assert.Equal(false, trigger.Logged["retryable"]);
    }

    [Fact]
    public void An_attempt_is_given_up_after_a_second()
    {
        var trigger = new FunctionHarness { Group = Answers.InTurn(Answers.Hangs, Answers.Ok), Record = Answers.InTurn(Answers.Hangs, Answers.Ok) };

        trigger.Invoke(Some.Event());

        Assert.Equal("provisioned", trigger.Logged["outcome"]);
        Assert.InRange((trigger.GroupCalls[1].Sent - trigger.GroupCalls[0].Sent).TotalMilliseconds, 1050, 1150);
        Assert.InRange((trigger.RecordCalls[1].Sent - trigger.RecordCalls[0].Sent).TotalMilliseconds, 1050, 1150);
    }

    [Fact]
    public void A_group_that_hangs_leaves_two_fifths_of_the_time_to_the_record()
    {
        var trigger = new FunctionHarness { Group = Answers.IgnoresCancellation };

        trigger.Invoke(Some.Event());

        Assert.Equal(TimeSpan.FromSeconds(2.4), Assert.Single(trigger.RecordCalls).Sent);
        Assert.Equal("Timeout", trigger.Logged["errorCode"]);
    }

    [Theory]
    [InlineData(5.0, 4.0)]
    [InlineData(30.0, 4.0)]
    [InlineData(4.0, 3.7)]
    [InlineData(2.0, 1.7)]
    public void When_everything_hangs_the_function_fails_within_four_seconds_and_before_Lambda_ends_it(double remaining, double limit)
    {
        var trigger = new FunctionHarness
        {
            Group = Answers.IgnoresCancellation,
            Record = Answers.IgnoresCancellation,
            RemainingTime = TimeSpan.FromSeconds(remaining),
        };

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        // The last attempt is not begun when the pause before it would use up the time.
        Assert.InRange(trigger.Clock.Elapsed.TotalSeconds, limit - 0.151, limit);
        Assert.Equal("failed", trigger.Logged["outcome"]);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.3)]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    public void However_little_time_is_left_each_call_is_attempted_once_for_a_quarter_of_a_second(double remaining)
    {
        var trigger = new FunctionHarness
        {
            Group = Answers.IgnoresCancellation,
            Record = Answers.IgnoresCancellation,
            RemainingTime = TimeSpan.FromSeconds(remaining),
        };

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.Equal([TimeSpan.Zero], trigger.GroupCalls.Select(call => call.Sent));
        Assert.Equal([TimeSpan.FromSeconds(0.25)], trigger.RecordCalls.Select(call => call.Sent));
        Assert.Equal(TimeSpan.FromSeconds(0.5), trigger.Clock.Elapsed);
    }

    [Theory]
    [InlineData(0.0, 4.0)]
    [InlineData(1.5, 2.5)]
    [InlineData(3.4, 0.61)] // the record still gets its quarter of a second
    [InlineData(9.0, 0.5)] // Cognito has called again by then; the calls are attempted nevertheless
    public void The_first_event_has_less_time_by_what_the_start_took(double startup, double limit)
    {
        var trigger = new FunctionHarness
        {
            Group = Answers.IgnoresCancellation,
            Record = Answers.IgnoresCancellation,
            StartupTime = TimeSpan.FromSeconds(startup),
        };

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.InRange(trigger.Clock.Elapsed.TotalSeconds, limit - 0.151, limit);
    }

    [Fact]
    public void The_second_event_has_its_whole_time_however_long_the_start_took()
    {
        var trigger = new FunctionHarness
        {
            Group = Answers.IgnoresCancellation,
            Record = Answers.IgnoresCancellation,
            StartupTime = TimeSpan.FromSeconds(3.4),
        };
        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));
        var before = trigger.Clock.Elapsed;
        trigger.Clear();

        Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Event()));

        Assert.InRange((trigger.Clock.Elapsed - before).TotalSeconds, 4 - 0.151, 4);
    }
}
