namespace PostConfirmation.Reconcile.Tests;

/// <summary>When callers of a limiter may go, in milliseconds.</summary>
internal static class Turns
{
    /// <summary>All callers come at once, and go in that order.</summary>
    public static double[] TurnsOf(this VirtualTime clock, RateLimiter limiter, int callers) => clock.Run(async () =>
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
}
