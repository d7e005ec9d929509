using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests;

/// <summary>How often a service is called while it keeps failing. Cognito's quota is 25 group calls a second for the whole account.</summary>
[Collection(nameof(FaultedEmulators))]
public sealed class AttemptTests(EmulatorFixture emulators, ConnectionLanes lanes) : IClassFixture<ConnectionLanes>, IDisposable
{
    private const int Attempts = 3;

    public static TheoryData<string> EveryFault => [.. Fault.All.Select(fault => fault.Name)];

    public static TheoryData<string> EveryFaultOfAConnection => [.. ConnectionFault.All.Select(fault => fault.Name)];

    public void Dispose() => lanes.AssertNothingElseWentWrong();

    [SkippableTheory]
    [MemberData(nameof(EveryFault))]
    public async Task Three_attempts_are_three_requests(string fault)
    {
        emulators.RequireTls();
        await lanes.RunAsync(Steps(fault), async (lane, ofGroup) =>
        {
            var (name, sub) = await emulators.SignUpAsync();
            await lanes.PauseAsync(lane, "closed", ofGroup, !ofGroup); // so that no request is lost on an old connection

            Assert.Equal(Attempts, await CountAsync(lane, name, sub, fault, ofGroup));
        });
    }

    /// <summary>To the function it looks like a connection that the service was just closing, so one more request may be lost on it.</summary>
    [SkippableFact]
    public async Task A_connection_that_is_cut_when_it_is_used_again_costs_one_request_more()
    {
        emulators.RequireTls();
        await lanes.RunAsync([true, false], async (lane, ofGroup) =>
        {
            var (name, sub) = await emulators.SignUpAsync();
            await lanes.PauseAsync(lane, "closed", ofGroup: false, ofRecord: false);

            Assert.InRange(await CountAsync(lane, name, sub, Fault.CutBefore.Name, ofGroup), Attempts, Attempts + 1);
        });
    }

    /// <summary>An attempt that hangs while it connects does not block the next attempt.</summary>
    [SkippableTheory]
    [MemberData(nameof(EveryFaultOfAConnection))]
    public async Task Three_attempts_are_three_connections(string fault)
    {
        emulators.RequireTls();
        await lanes.RunAsync(Steps(fault), async (lane, ofGroup) =>
        {
            var (name, sub) = await emulators.SignUpAsync();
            await lanes.PauseAsync(lane, "closed", ofGroup, !ofGroup, _ => ConnectionFault.Named(fault));

            await lane.InvokeAsync(name, sub);

            Assert.Equal(Attempts, (ofGroup ? lane.UserPoolConnections : lane.TableConnections).Connections);
        });
    }

    /// <summary>
    /// The group's share of the time is enough for two attempts of a second, and a part of a third, which depends on the machine. Half
    /// an answer to the group call counts as a whole one.
    /// </summary>
    private static bool[] Steps(string fault) =>
        fault is "no answer" or "late" or "half an answer" or "never answered" or "half of the server's hello" or "every flight late" ? [false] : [true, false];

    private static async Task<int> CountAsync(FaultyServices lane, string name, string sub, string fault, bool ofGroup)
    {
        Func<int, Fault?> plan = _ => Fault.Named(fault);
        lane.Plan(ofGroup ? plan : null, ofGroup ? null : plan);
        var proxy = ofGroup ? lane.UserPools : lane.Tables;
        proxy.Forget();

        await lane.InvokeAsync(name, sub);

        return proxy.Actions.Count;
    }
}
