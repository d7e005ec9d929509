namespace PostConfirmation.Tests;

/// <summary>Attempts and pauses, to the millisecond.</summary>
public sealed class ServiceCallTests
{
    private readonly VirtualTime clock = new();
    private readonly List<double> sent = [];

    [Theory]
    [InlineData(false, 50)]
    [InlineData(true, 150)]
    public void A_pause_is_between_50_and_150_ms(bool longest, double pause)
    {
        Run(budget: 4000, new Extreme(longest));

        Assert.Equal([0, pause, 2 * pause], sent);
    }

    [Theory]
    [InlineData(300, 2)]
    [InlineData(301, 3)]
    public void No_attempt_begins_when_the_time_is_over(int budget, int attempts)
    {
        Run(budget, new Extreme(longest: true));

        Assert.Equal(attempts, sent.Count);
    }

    [Fact]
    public void A_pause_that_wakes_too_late_ends_in_a_timeout_and_in_nothing_worse()
    {
        var problem = Run(budget: 4000, new Extreme(longest: false), Answers.InTurn(Answers.Fails(Errors.TooManyRequests), Answers.Hangs), late: TimeSpan.FromMinutes(1));

        Assert.IsAssignableFrom<OperationCanceledException>(problem);
        Assert.Equal([0, 60_000], sent);
    }

    /// <param name="late">How late a timer fires, as on a machine that is busy or was asleep.</param>
    private Exception? Run(int budget, Random random, Answer? answer = null, TimeSpan late = default)
    {
        answer ??= Answers.Fails(Errors.TooManyRequests);
        return Record.Exception(() => clock.Run(
            () => ServiceCall.RunAsync(
                async token =>
                {
                    sent.Add(clock.Elapsed.TotalMilliseconds);
                    await answer(token);
                    return true;
                },
                TimeSpan.FromMilliseconds(budget),
                clock,
                random),
            whenAllWait: () =>
            {
                clock.Pass(late);
                clock.FireNextTimer();
            }));
    }

    /// <summary>Always the shortest pause, or always the longest.</summary>
    private sealed class Extreme(bool longest) : Random
    {
        public override int Next(int minValue, int maxValue) => longest ? maxValue - 1 : minValue;
    }
}
