namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>A quota of calls a second for the whole account. One second's calls may come at once; more are refused.</summary>
internal sealed class Quota(double perSecond, TimeProvider clock)
{
    private readonly long started = clock.GetTimestamp();
    private TimeSpan last;
    private double used;

    public bool TryTake()
    {
        var now = clock.GetElapsedTime(started);
        used = Math.Max(0, used - ((now - last).TotalSeconds * perSecond));
        last = now;
        if (used > perSecond - 1)
            return false;
        used++;
        return true;
    }
}
