using System.Collections.Concurrent;

namespace PostConfirmation.Tests.Shared;

/// <summary>
/// A clock that moves only when all code waits. The code under test runs on one thread, and once nothing is left to
/// run, time jumps to the next timer. Seconds of waiting take no time and always happen in the same order.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly DateTimeOffset start = Some.Now;
    private readonly SortedSet<Timer> timers = new(Comparer<Timer>.Create((a, b) => (a.Due, a.Id).CompareTo((b.Due, b.Id))));
    private TimeSpan elapsed;
    private int nextId;

    public TimeSpan Elapsed => elapsed;

    /// <summary>When the next timer fires, as <see cref="Elapsed"/>; null where none is set.</summary>
    public TimeSpan? NextTimer => timers.Min?.Due;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => start + elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, nextId++, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Time passes while code runs, as it does on a slow machine.</summary>
    public void Pass(TimeSpan time) => elapsed += time;

    /// <param name="whenAllWait">What to do when nothing is left to run; <see cref="FireNextTimer"/> unless given.</param>
    public T Run<T>(Func<Task<T>> code, Action? whenAllWait = null)
    {
        var previous = SynchronizationContext.Current;
        var loop = new Loop();
        SynchronizationContext.SetSynchronizationContext(loop);
        try
        {
            var task = code();
            while (!task.IsCompleted)
            {
                if (!loop.RunOne())
                    (whenAllWait ?? FireNextTimer)();
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }

    /// <summary>Time jumps to the next timer.</summary>
    public void FireNextTimer()
    {
        var timer = timers.Min ?? throw new InvalidOperationException("Nothing runs and no timer is set: the code waits forever.");
        timers.Remove(timer);
        elapsed = timer.Due > elapsed ? timer.Due : elapsed;
        timer.Fire();
    }

    private sealed class Timer(VirtualTime clock, int id, Action fire) : ITimer
    {
        public int Id => id;

        public TimeSpan Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.timers.Remove(this);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            Due = clock.elapsed + dueTime;
            return clock.timers.Add(this);
        }

        public void Dispose() => clock.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Loop : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> queue = new();

        public override void Post(SendOrPostCallback d, object? state) => queue.Enqueue((d, state));

        public bool RunOne()
        {
            if (!queue.TryDequeue(out var work))
                return false;
            work.Callback(work.State);
            return true;
        }
    }
}
