using Amazon.Runtime;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>Calls that are retried for minutes, where the function gives up after seconds.</summary>
public sealed class RetryingCallTests
{
    private readonly VirtualTime clock = new();
    private readonly List<double> sent = [];

    [Fact]
    public void An_immediate_answer_is_returned() => Assert.Equal(("yes", 1), (Run(Answers.Ok), sent.Count));

    [Fact]
    public void The_pauses_double_up_to_twenty_seconds()
    {
        Run(Answers.InTurn([.. Enumerable.Repeat(Answers.Fails(Errors.TooManyRequests), 10), Answers.Ok]));

        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 20, 20, 20], Pauses());
    }

    [Theory]
    [InlineData(0.0, 0.1)]
    [InlineData(0.999_999_999, 0.3)]
    public void A_pause_varies_by_half(double dice, double pause)
    {
        Run(Answers.InTurn(Answers.Fails(Errors.TooManyRequests), Answers.Ok), Call(300, NoDelay, new Loaded(dice)));

        Assert.Equal([pause], Pauses());
    }

    [Fact]
    public void An_attempt_without_an_answer_is_given_up_after_ten_seconds()
    {
        foreach (var trouble in (Answer[])[Answers.Hangs, Answers.IgnoresCancellation])
        {
            sent.Clear();
            Run(Answers.InTurn(trouble, Answers.Ok));

            Assert.Equal([10.2], Pauses());
        }
    }

    [Theory]
    [InlineData(25.4, 8, "25")] // attempts at 0, 0.2, 0.6, 1.4, 3, 6.2, 12.6, and 25.4
    [InlineData(25.3, 7, "13")]
    public void It_gives_up_where_the_next_attempt_would_be_too_late(double limit, int attempts, string away)
    {
        var problem = Assert.Throws<RunStoppedException>(() => Run(Answers.Fails(Errors.Unavailable), Call(limit)));

        Assert.Equal(
            $"Op failed for {away} s, last with ServiceUnavailable: Service unavailable (request aws-7). Run it again: it goes on with what is left",
            problem.Message);
        Assert.Equal(attempts, sent.Count);
    }

    [Fact]
    public void Waiting_for_a_turn_does_not_count_as_the_calls_time()
    {
        var call = Call(1, new(0.01, clock, new NoJitter()));
        Run(Answers.Ok, call);

        Run(Answers.InTurn(Answers.Fails(Errors.Unavailable), Answers.Ok), call);

        Assert.Equal([100, 100], Pauses());
    }

    [Fact]
    public void A_throttled_call_slows_the_others_down_and_an_answer_lets_them_recover()
    {
        var limiter = new RateLimiter(double.PositiveInfinity, clock, new NoJitter());
        Run(Answers.InTurn(Answers.Fails(Errors.TooManyRequests), Answers.Ok, Answers.Ok, Answers.Ok), Call(300, limiter));

        for (var i = 0; i < 3; i++)
            Run(Answers.Ok, Call(300, limiter));

        Assert.Equal([0.2, 0.2, 0.16, 0.128], Pauses());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // a permanent error is an answer, too
    public void When_others_are_served_only_this_call_fails(bool refused)
    {
        var call = Call(20);

        var problem = clock.Run(async () =>
        {
            var failing = SendAsync(call, Answers.Fails(Errors.Unavailable));
            await Task.Delay(TimeSpan.FromSeconds(1), clock);
            await EndAsync(SendAsync(call, refused ? Answers.Fails(Errors.UserNotFound) : Answers.Ok));
            await EndAsync(failing);
            return failing.Exception!.InnerException;
        });

        Assert.Equal("ServiceUnavailable", Assert.IsType<AmazonServiceException>(problem).ErrorCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_answer_from_before_the_first_failure_does_not_count(int seconds)
    {
        var call = Call(20);
        Run(Answers.Ok, call);
        clock.Pass(TimeSpan.FromSeconds(seconds));

        Assert.Throws<RunStoppedException>(() => Run(Answers.Fails(Errors.Unavailable), call));
    }

    [Fact]
    public void A_permanent_error_is_not_retried_and_lets_the_others_recover()
    {
        var limiter = new RateLimiter(double.PositiveInfinity, clock, new NoJitter());
        limiter.SlowDown(clock.GetTimestamp());
        limiter.SlowDown(clock.GetTimestamp());

        Assert.Throws<Amazon.CognitoIdentityProvider.Model.UserNotFoundException>(() => Run(Answers.Fails(Errors.UserNotFound), Call(300, limiter)));
        Run(Answers.Ok, Call(300, limiter));
        Run(Answers.Ok, Call(300, limiter));

        Assert.Equal([0.4, 0.32], Pauses());
    }

    [Fact]
    public void Refused_credentials_end_the_run_at_once()
    {
        Assert.StartsWith("Op is refused: AccessDeniedException", Assert.Throws<RunStoppedException>(() => Run(Answers.Fails(Errors.AccessDenied))).Message, StringComparison.Ordinal);
        Assert.Single(sent);
    }

    [Fact]
    public void When_stopped_it_waits_for_nothing()
    {
        foreach (var trouble in (Answer[])[Answers.Hangs, Answers.IgnoresCancellation, Answers.Fails(Errors.TooManyRequests)])
        {
            var started = clock.Elapsed;

            Assert.ThrowsAny<OperationCanceledException>(() => clock.Run(async () =>
            {
                using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(7), clock);
                return await SendAsync(Call(300), trouble, stop.Token);
            }));
            Assert.Equal(7, (clock.Elapsed - started).TotalSeconds, 0.001);
        }
    }

    /// <summary>Makes the delay of all callers practically zero.</summary>
    private RateLimiter NoDelay => new(double.PositiveInfinity, clock, new Loaded(-1.5));

    private RetryingCall Call(double limit, RateLimiter? limiter = null, Random? random = null) => new(
        limiter ?? new(double.PositiveInfinity, clock, new NoJitter()), TimeSpan.FromSeconds(limit), clock, random ?? new NoJitter());

    private string Run(Answer answer, RetryingCall? call = null) => clock.Run(() => SendAsync(call ?? Call(300), answer));

    private Task<string> SendAsync(RetryingCall call, Answer answer, CancellationToken stop = default) => call.RunAsync(
        "Op",
        async token =>
        {
            sent.Add(clock.Elapsed.TotalSeconds);
            await answer(token);
            return "yes";
        },
        stop);

    /// <summary>Waits until it ended, with or without an error.</summary>
    private static async Task EndAsync(Task task) =>
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private double[] Pauses() => [.. sent.Zip(sent.Skip(1), (first, second) => Math.Round(second - first, 3))];
}
