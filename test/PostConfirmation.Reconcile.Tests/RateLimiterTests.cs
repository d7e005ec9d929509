namespace PostConfirmation.Reconcile.Tests;

/// <summary>When callers may go, to the millisecond.</summary>
public sealed class RateLimiterTests
{
    private readonly VirtualTime clock = new();

    [Fact]
    public void Callers_go_in_order_and_an_interval_apart() =>
        Assert.Equal([0, 500, 1000, 1500], clock.TurnsOf(Limiter(2), callers: 4));

    [Fact]
    public void Where_there_is_no_rate_nobody_waits() => Assert.Equal([0, 0, 0], clock.TurnsOf(Limiter(double.PositiveInfinity), callers: 3));

    [Theory]
    [InlineData(0.0, 750)]
    [InlineData(0.999_999_999, 1250)]
    public void An_interval_varies_by_a_quarter_so_that_two_runs_do_not_stay_together(double dice, double second) =>
        Assert.Equal([0, second], clock.TurnsOf(new(1, clock, new Loaded(dice)), callers: 2));

    [Fact]
    public void Unused_turns_are_not_saved_up()
    {
        var limiter = Limiter(1);

        Assert.Equal([0], clock.TurnsOf(limiter, callers: 1));
        clock.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal([10_000, 11_000, 12_000], clock.TurnsOf(limiter, callers: 3));
    }

    [Theory]
    [InlineData(249, 2000)] // late by less than a quarter: made up for
    [InlineData(250, 2250)] // as if the turn had not been used
    [InlineData(400, 2400)]
    public void A_timer_that_wakes_late_does_not_add_up(int late, double third)
    {
        var limiter = Limiter(1);

        Assert.Equal([0], clock.TurnsOf(limiter, callers: 1));
        clock.Pass(TimeSpan.FromMilliseconds(1000 + late));
        Assert.Equal([1000 + late, third], clock.TurnsOf(limiter, callers: 2));
    }

    [Fact]
    public void A_caller_that_gives_up_uses_no_turn_and_delays_nobody()
    {
        var limiter = Limiter(1);

        var turns = clock.Run(async () =>
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(1500), clock);
            await limiter.WaitAsync(default);
            _ = limiter.WaitAsync(default);
            var third = limiter.WaitAsync(stop.Token);
            var fourth = limiter.WaitAsync(default);
            await third.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            var gaveUp = clock.Elapsed.TotalMilliseconds;
            await fourth;
            return (third.IsCanceled, gaveUp, clock.Elapsed.TotalMilliseconds);
        });

        Assert.Equal((true, 1500, 2000), turns);
    }

    [Fact]
    public void A_caller_that_has_given_up_does_not_go_when_its_turn_comes()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => clock.Run(async () =>
        {
            await Limiter(1).WaitAsync(stop.Token);
            return 0;
        }));
    }

    private RateLimiter Limiter(double perSecond) => new(perSecond, clock, new NoJitter());
}
