using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>
/// Several functions of one process each, with services of their own, so that many cases run at the same time: the faults of one
/// do not affect the others.
/// </summary>
public sealed class ConnectionLanes(EmulatorFixture emulators) : IAsyncLifetime
{
    internal const string Silent = "silently gone";

    private const int Count = 6;

    private readonly List<FaultyServices> lanes = [];
    private (string Name, string Sub) visitor;

    /// <summary>How services end unused connections.</summary>
    internal static IReadOnlyDictionary<string, Action<RelayedConnection>> Ends { get; } = new Dictionary<string, Action<RelayedConnection>>
    {
        ["closed"] = connection => connection.Close(),
        ["reset"] = connection => connection.Reset(),
        [Silent] = connection => connection.Silence(),
    };

    public async Task InitializeAsync()
    {
        if (!emulators.IsAvailable)
            return;
        visitor = await emulators.SignUpAsync();
        for (var i = 0; i < Count; i++)
        {
            lanes.Add(new FaultyServices(emulators));
            await lanes[i].StartAsync(processes: 1);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var lane in lanes)
            await lane.DisposeAsync();
    }

    internal void AssertNothingElseWentWrong() => lanes.ForEach(lane => lane.AssertNothingElseWentWrong());

    /// <summary>All cases, each on a lane of its own.</summary>
    internal Task RunAsync<T>(IReadOnlyList<T> cases, Func<FaultyServices, T, Task> run) =>
        Task.WhenAll(lanes.Take(cases.Count).Select(async (lane, number) =>
        {
            for (var i = number; i < cases.Count; i += Count)
                await run(lane, cases[i]);
        }));

    /// <summary>Ends the connections to one service or both. From then on the plan holds for new ones.</summary>
    internal async Task PauseAsync(
        FaultyServices lane, string end, bool ofGroup, bool ofRecord, Func<int, ConnectionFault?>? plan = null)
    {
        lane.Plan();
        lane.PlanConnections();
        Assert.False((await lane.InvokeAsync(visitor.Name, visitor.Sub)).IsError); // so that there are connections
        lane.PlanConnections(ofGroup ? plan : null, ofRecord ? plan : null);
        if (ofGroup)
            lane.UserPoolConnections.EndAll(Ends[end]);
        if (ofRecord)
            lane.TableConnections.EndAll(Ends[end]);
    }
}
