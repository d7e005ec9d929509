using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>The trigger or Reconcile. Each has its own clock, because either of two can be faster.</summary>
internal abstract class Process(string name, World world, int seed) : Network(name, world.Pool, world.Table)
{
    /// <summary>A longer time is a fault.</summary>
    private static readonly TimeSpan SlowestAnswer = TimeSpan.FromMilliseconds(240);

    private readonly List<string> experience = [];
    private Task? running;

    public bool HasBegun => running is not null;

    /// <summary>The number of writes when the process began. Its reads may miss later writes.</summary>
    public int BeganAt { get; private set; }

    public bool IsKilled { get; private set; }

    public bool IsOver => IsKilled || running is { IsCompleted: true };

    /// <summary>What it waits for.</summary>
    public List<Request> Waiting { get; } = [];

    /// <summary>The last request that it sent.</summary>
    public Request? Last { get; private set; }

    /// <summary>Whether it only waits for time to pass.</summary>
    public bool IsPausing =>
        !IsOver && Clock.NextTimer is { } next && Waiting.TrueForAll(request => next <= request.Sent + SlowestAnswer);

    /// <summary>Everything on which its next steps depend; equal for two processes at the same point.</summary>
    public string State => IsKilled ? "killed" : IsOver ? Result : string.Join('\n', [$"{Kind} {seed} {HasBegun}", .. experience]);

    protected VirtualTime Clock { get; } = new();

    protected Random Random { get; } = new(seed);

    protected abstract string Kind { get; }

    /// <summary>What others saw of its end.</summary>
    protected abstract string Result { get; }

    public void Begin()
    {
        BeganAt = world.Table.Writes;
        running = RunAsync();
    }

    public override string ToString() => Name;

    public void GoOn()
    {
        var since = Clock.Elapsed;
        Clock.FireNextTimer();
        Learn($"goes on after {(Clock.Elapsed - since).TotalSeconds:0.000} s");
        while (Clock.NextTimer <= Clock.Elapsed)
            Clock.FireNextTimer();
    }

    /// <summary>The service does what is asked, and answers.</summary>
    public void Receive(Request request, string how = "is answered")
    {
        Waiting.Remove(request);
        var answer = request.Arrive();
        Learn($"{request.Operation} {how}: {answer}");
        request.Answer();
    }

    /// <summary>This process gets no answer, whatever happens to the request.</summary>
    public void Lose(Request request)
    {
        if (Waiting.Remove(request) && !request.IsRead)
            world.Lost.Add(request);
    }

    /// <summary>Requests under way may still arrive.</summary>
    public void Kill()
    {
        Learn("is killed");
        IsKilled = true;
        foreach (var request in Waiting.ToArray())
            Lose(request);
    }

    public void Learn(string what)
    {
        experience.Add(what);
        world.Tell($"{Name}: {what}");
    }

    /// <exception cref="BrokenPromiseException" />
    public void AssertEndedWell()
    {
        if (running is { Exception.InnerException: { } e })
            throw new BrokenPromiseException($"{Name} ended with {e.GetType().Name}: {e.Message}");
    }

    protected abstract Task RunAsync();

    protected override Task<T> SendAsync<T>(object content, Func<T> perform, CancellationToken token)
    {
        if (!World.MakesADifference(content))
            return Task.FromResult(perform());

        world.Tamper?.Invoke(this, content);
        var request = new Request<T>(this, content, Clock.Elapsed, perform);
        Last = request;
        Waiting.Add(request);
        token.Register(() => Lose(request));
        return request.Task;
    }
}
