namespace PostConfirmation.Reconcile.Tests;

/// <summary>When a service throttles, everything slows down, and live sign-ups come first: to the millisecond.</summary>
public sealed class RateLimiterTests
{
    private readonly VirtualTime clock = new();

    [Fact]
    public void Callers_go_in_their_order_and_an_interval_apart() =>
        Assert.Equal([0, 500, 1000, 1500], TurnsOf(Limiter(2), callers: 4));

    [Fact]
    public void Where_there_is_no_rate_nobody_waits() => Assert.Equal([0, 0, 0], TurnsOf(Limiter(double.PositiveInfinity), callers: 3));

    [Theory]
    [InlineData(0.0, 750)]
    [InlineData(0.999_999_999, 1250)]
    public void An_interval_varies_by_a_quarter_so_that_two_runs_do_not_stay_together(double dice, double second) =>
        Assert.Equal([0, second], TurnsOf(new(1, clock, new Loaded(dice)), callers: 2));

    [Fact]
    public void Time_in_which_nobody_came_is_gone()
    {
        var limiter = Limiter(1);

        Assert.Equal([0], TurnsOf(limiter, callers: 1));
        clock.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal([10_000, 11_000, 12_000], TurnsOf(limiter, callers: 3));
    }

    [Theory]
    [InlineData(249, 2000)] // late by less than a quarter: made up for
    [InlineData(250, 2250)] // as if nobody had come
    [InlineData(400, 2400)]
    public void A_timer_that_wakes_late_does_not_add_up(int late, double third)
    {
        var limiter = Limiter(1);

        Assert.Equal([0], TurnsOf(limiter, callers: 1));
        clock.Pass(TimeSpan.FromMilliseconds(1000 + late));
        Assert.Equal([1000 + late, third], TurnsOf(limiter, callers: 2));
    }

    [Fact]
    public void Trouble_doubles_the_delay_up_to_ten_seconds_and_nobody_goes_before_it_is_over()
    {
        var limiter = Limiter(double.PositiveInfinity);
        var pauses = new List<double>();

        for (var i = 0; i < 8; i++)
        {
            var before = clock.Elapsed.TotalMilliseconds;
            limiter.SlowDown(clock.GetTimestamp());
            pauses.Add(TurnsOf(limiter, callers: 1)[0] - before);
            clock.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000], pauses);
    }

    [Fact]
    public void While_it_is_slow_the_delay_comes_on_top_of_every_interval()
    {
        var limiter = Limiter(10);

        limiter.SlowDown(clock.GetTimestamp());

        Assert.Equal([200, 500, 800], TurnsOf(limiter, callers: 3));
    }

    [Fact]
    public void Trouble_never_lets_anybody_go_earlier()
    {
        var limiter = Limiter(0.1);

        Assert.Equal([0], TurnsOf(limiter, callers: 1));
        limiter.SlowDown(clock.GetTimestamp());

        Assert.Equal([10_000, 20_200], TurnsOf(limiter, callers: 2));
    }

    [Fact]
    public void Calls_that_were_on_their_way_together_count_as_one()
    {
        var limiter = Limiter(double.PositiveInfinity);
        var sent = clock.GetTimestamp();
        clock.Pass(TimeSpan.FromSeconds(1));

        for (var i = 0; i < 10; i++)
            limiter.SlowDown(sent);

        Assert.Equal([1200, 1400], TurnsOf(limiter, callers: 2));
    }

    [Fact]
    public void A_call_sent_at_the_moment_of_trouble_counts_again()
    {
        var limiter = Limiter(double.PositiveInfinity);

        limiter.SlowDown(clock.GetTimestamp());
        limiter.SlowDown(clock.GetTimestamp());

        Assert.Equal([400], TurnsOf(limiter, callers: 1));
    }

    [Fact]
    public void Each_answer_takes_a_fifth_of_the_delay_away_and_at_last_all_of_it()
    {
        var limiter = Limiter(double.PositiveInfinity);
        limiter.SlowDown(clock.GetTimestamp());
        TurnsOf(limiter, callers: 1);
        var pauses = new List<double>();

        for (var last = clock.Elapsed; pauses.Count < 30; last = clock.Elapsed)
        {
            limiter.Recover();
            TurnsOf(limiter, callers: 1); // has its delay from the one before
            pauses.Add((clock.Elapsed - last).TotalMilliseconds);
        }

        Assert.Equal([200, 160, 128], pauses.Take(3));
        Assert.Equal([0, 0, 0], pauses.TakeLast(3));
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
    }

    [Fact]
    public void Without_trouble_there_is_nothing_to_recover_from()
    {
        var limiter = Limiter(1);
        limiter.Recover();

        Assert.Equal([0, 1000], TurnsOf(limiter, callers: 2));
    }

    [Fact]
    public void Who_gives_up_uses_no_turn_and_holds_nobody_up()
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
    public void Who_had_given_up_before_does_not_go_though_it_is_the_turn()
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

    /// <summary>When each of the callers, who come at once, may go.</summary>
    private double[] TurnsOf(RateLimiter limiter, int callers) => clock.Run(async () =>
    {
        var order = new List<int>();
        var turns = new double[callers];
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async number =>
        {
            await limiter.WaitAsync(default);
            order.Add(number);
            turns[number] = clock.Elapsed.TotalMilliseconds;
        }));
        Assert.Equal(Enumerable.Range(0, callers), order);
        return turns;
    });

    private sealed class Loaded(double dice) : Random
    {
        public override double NextDouble() => dice;
    }
}
