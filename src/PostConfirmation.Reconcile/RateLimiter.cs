namespace PostConfirmation.Reconcile;

/// <summary>
/// Lets callers through one by one, at a rate. Slows down for everybody when a service is in trouble and recovers
/// little by little, so that live sign-ups come first.
/// </summary>
/// <remarks>
/// Ours, because the libraries' limiters hold a rate and do not lower it when a service throttles, and know no
/// <see cref="TimeProvider"/> (System.Threading.RateLimiting, and Polly on top of it); the SDK's adaptive mode does
/// lower it, but for all operations of a client at once, and below anything that a test can give a clock.
/// </remarks>
/// <param name="perSecond">Infinite where only trouble slows down.</param>
internal sealed class RateLimiter(double perSecond, TimeProvider clock, Random? random = null)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestTimer = TimeSpan.FromMilliseconds(1);
    private const double Recovery = 0.8;

    private readonly TimeSpan interval = TimeSpan.FromSeconds(1 / perSecond);
    private readonly long origin = clock.GetTimestamp();
    private readonly Lock sync = new();
    private Task last = Task.CompletedTask;
    private TimeSpan due;
    private TimeSpan delay;
    private long slowedDown = long.MinValue;

    private TimeSpan Now => clock.GetElapsedTime(origin);

    /// <summary>Returns when it is the caller's turn; callers go in the order in which they came.</summary>
    public Task WaitAsync(CancellationToken stop)
    {
        lock (sync)
            return last = TakeTurnAsync(last, stop);
    }

    /// <summary>A call was throttled or not answered. Those that were on their way at the same time count as one.</summary>
    /// <param name="sent">When, as the clock's timestamp.</param>
    public void SlowDown(long sent)
    {
        lock (sync)
        {
            if (sent < slowedDown)
                return;
            slowedDown = clock.GetTimestamp();
            delay = delay == TimeSpan.Zero ? FirstDelay : delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            var resumed = Now + Jittered(delay);
            due = resumed > due ? resumed : due;
        }
    }

    public void Recover()
    {
        lock (sync)
            delay = delay > ShortestTimer ? delay * Recovery : TimeSpan.Zero;
    }

    private async Task TakeTurnAsync(Task before, CancellationToken stop)
    {
        // That the one before gave up is no concern of this one.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        while (Left() is var left && left > TimeSpan.Zero)
            await Task.Delay(left, clock, stop);
        stop.ThrowIfCancellationRequested();
    }

    /// <returns>How long to wait yet, or zero for who may go now and has used up the turn.</returns>
    private TimeSpan Left()
    {
        lock (sync)
        {
            var now = Now;
            if (due > now)
                return due - now > ShortestTimer ? due - now : ShortestTimer;

            // Timers wake late, which must not add up; but time in which nobody came is gone.
            due = (now - due < interval / 4 ? due : now) + Jittered(interval) + Jittered(delay);
            return TimeSpan.Zero;
        }
    }

    /// <summary>From three to five quarters, so that two who began together do not stay together.</summary>
    private TimeSpan Jittered(TimeSpan time) => time * (0.75 + ((random ?? Random.Shared).NextDouble() / 2));
}
