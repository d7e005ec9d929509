namespace PostConfirmation.Reconcile;

/// <summary>
/// Lets callers through one by one, at a rate. When a service throttles or fails, it slows all callers down and recovers
/// slowly, so that live sign-ups come first.
/// </summary>
/// <remarks>
/// Why no library does this: System.Threading.RateLimiting (and Polly, which uses it) keeps its rate when a service
/// throttles, and takes no <see cref="TimeProvider"/>. The SDK's adaptive retry mode lowers the rate, but for all
/// operations of a client together, and a test cannot give it a clock.
/// </remarks>
/// <param name="perSecond">Infinity for no limit until a service throttles or fails.</param>
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

    /// <summary>Call this when a call was throttled or not answered. Calls that were under way at the same time count once.</summary>
    /// <param name="sent">When the call was sent, as a timestamp of the clock.</param>
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
        // It does not matter whether the caller before gave up.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        while (Left() is var left && left > TimeSpan.Zero)
            await Task.Delay(left, clock, stop);
        stop.ThrowIfCancellationRequested();
    }

    /// <returns>How long the caller must still wait; zero if it may go now, which uses up its turn.</returns>
    private TimeSpan Left()
    {
        lock (sync)
        {
            var now = Now;
            if (due > now)
                return due - now > ShortestTimer ? due - now : ShortestTimer;

            // Timers fire late, and that must not add up. But turns that nobody used are not saved up.
            due = (now - due < interval / 4 ? due : now) + Jittered(interval) + Jittered(delay);
            return TimeSpan.Zero;
        }
    }

    /// <summary>A random factor from 0.75 to 1.25, so that two runs that began together do not stay in step.</summary>
    private TimeSpan Jittered(TimeSpan time) => time * (0.75 + ((random ?? Random.Shared).NextDouble() / 2));
}
