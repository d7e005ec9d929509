namespace PostConfirmation.Reconcile.Tests;

/// <summary>When a service throttles, everything slows down, and live sign-ups come first: to the millisecond.</summary>
public sealed class SlowDownTests
{
    private readonly VirtualTime clock = new();

    [Fact]
    public void Slowing_down_doubles_the_delay_up_to_ten_seconds_and_nobody_goes_before_it_is_over()
    {
        var limiter = Limiter(double.PositiveInfinity);
        var pauses = new List<double>();

        for (var i = 0; i < 8; i++)
        {
            var before = clock.Elapsed.TotalMilliseconds;
            limiter.SlowDown(clock.GetTimestamp());
            pauses.Add(clock.TurnsOf(limiter, callers: 1)[0] - before);
            clock.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000], pauses);
    }

    [Fact]
    public void While_it_is_slow_the_delay_comes_on_top_of_every_interval()
    {
        var limiter = Limiter(10);

        limiter.SlowDown(clock.GetTimestamp());

        Assert.Equal([200, 500, 800], clock.TurnsOf(limiter, callers: 3));
    }

    [Fact]
    public void Slowing_down_never_lets_anybody_go_earlier()
    {
        var limiter = Limiter(0.1);

        Assert.Equal([0], clock.TurnsOf(limiter, callers: 1));
        limiter.SlowDown(clock.GetTimestamp());

        Assert.Equal([10_000, 20_200], clock.TurnsOf(limiter, callers: 2));
    }

    [Fact]
    public void Calls_that_were_under_way_together_slow_down_only_once()
    {
        var limiter = Limiter(double.PositiveInfinity);
        var sent = clock.GetTimestamp();
        clock.Pass(TimeSpan.FromSeconds(1));

        for (var i = 0; i < 10; i++)
            limiter.SlowDown(sent);

        Assert.Equal([1200, 1400], clock.TurnsOf(limiter, callers: 2));
    }

    [Fact]
    public void A_call_sent_when_the_limiter_slows_down_counts_again()
    {
        var limiter = Limiter(double.PositiveInfinity);

        limiter.SlowDown(clock.GetTimestamp());
        limiter.SlowDown(clock.GetTimestamp());

        Assert.Equal([400], clock.TurnsOf(limiter, callers: 1));
    }

    [Fact]
    public void Each_answer_takes_a_fifth_of_the_delay_away_and_at_last_all_of_it()
    {
        var limiter = Limiter(double.PositiveInfinity);
        limiter.SlowDown(clock.GetTimestamp());
        clock.TurnsOf(limiter, callers: 1);
        var pauses = new List<double>();

        for (var last = clock.Elapsed; pauses.Count < 30; last = clock.Elapsed)
        {
            limiter.Recover();
            clock.TurnsOf(limiter, callers: 1); // has its delay from the one before
            pauses.Add((clock.Elapsed - last).TotalMilliseconds);
        }

        Assert.Equal([200, 160, 128], pauses.Take(3));
        Assert.Equal([0, 0, 0], pauses.TakeLast(3));
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
    }

    [Fact]
    public void Without_a_delay_there_is_nothing_to_recover_from()
    {
        var limiter = Limiter(1);
        limiter.Recover();

        Assert.Equal([0, 1000], clock.TurnsOf(limiter, callers: 2));
    }

    private RateLimiter Limiter(double perSecond) => new(perSecond, clock, new NoJitter());
}
