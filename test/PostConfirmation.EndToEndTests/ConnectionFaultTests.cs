using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests;

/// <summary>What happens to a user when connections fail while they are opened, or end during a pause.</summary>
[Collection(nameof(FaultedEmulators))]
public sealed class ConnectionFaultTests(EmulatorFixture emulators, ConnectionLanes lanes) : IClassFixture<ConnectionLanes>, IDisposable
{
    private const string Late = "every flight late";

    internal static readonly Dictionary<string, Func<int, bool>> Shares = new()
    {
        ["the first"] = number => number == 1,
        ["the first two"] = number => number <= 2,
        ["every other one"] = number => number % 2 == 1,
    };

    public static TheoryData<string> EveryFault => [.. ConnectionFault.All.Select(fault => fault.Name)];

    public static TheoryData<string> EveryEnd => [.. ConnectionLanes.Ends.Keys];

    public static IEnumerable<object[]> EveryFaultAfterEveryEnd =>
        ConnectionLanes.Ends.Keys.SelectMany(end => ConnectionFault.All.Select(fault => new object[] { end, fault.Name }));

    public void Dispose() => lanes.AssertNothingElseWentWrong();

    [SkippableTheory]
    [MemberData(nameof(EveryEnd))]
    public async Task Connections_closed_during_a_pause_do_not_affect_the_user(string end)
    {
        emulators.RequireTls();
        await lanes.RunAsync([end], (lane, _) => lane.AssertUnnoticedAsync(() => lanes.PauseAsync(lane, end, ofGroup: true, ofRecord: true)));
    }

    /// <remarks>A request that is lost on a dead connection is one of the three attempts.</remarks>
    [SkippableTheory]
    [MemberData(nameof(EveryFaultAfterEveryEnd))]
    public async Task New_connections_that_fail_after_a_pause_do_not_affect_the_user(string end, string fault)
    {
        emulators.RequireTls();
        var cases = Shares.Where(share => end != ConnectionLanes.Silent || share.Key != "the first two")
            .SelectMany(share => new[] { (Share: share.Value, OfGroup: true), (Share: share.Value, OfGroup: false) }).ToArray();

        await lanes.RunAsync(cases, (lane, at) => lane.AssertUnnoticedAsync(
            () => lanes.PauseAsync(lane, end, at.OfGroup, !at.OfGroup, Planned(fault, at.Share))));
    }

    /// <remarks>
    /// When each message takes 300 ms, a connection is opened, the request arrives after 900 ms, and its answer after 1.2 s,
    /// too late for the attempt. So the service did the work without an answer, and the next attempt must not do it twice.
    /// </remarks>
    [SkippableTheory]
    [MemberData(nameof(EveryFault))]
    public async Task When_every_connection_fails_the_group_is_deferred_or_the_user_sees_an_error(string fault)
    {
        emulators.RequireTls();
        await lanes.RunAsync([true, false], async (lane, ofGroup) =>
        {
            var (name, sub) = await emulators.SignUpAsync();
            await lanes.PauseAsync(lane, "closed", ofGroup, !ofGroup, Planned(fault, _ => true));

            var result = await lane.InvokeAsync(name, sub);

            await lane.AssertFailedAsync(sub, result, ofGroup);
            if (fault != Late)
                Assert.Equal(ofGroup ? emulators.UserPool.GroupName : null, (await emulators.FindRecordAsync(sub))?["pending_group"].S);

            lane.PlanConnections();
            Assert.False((await lane.InvokeAsync(name, sub)).IsError);
            Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(name));
            Assert.Single(lane.RecordedWrites.For(sub));
        });
    }

    internal static Func<int, ConnectionFault?> Planned(string fault, Func<int, bool> share) =>
        number => share(number) ? ConnectionFault.Named(fault) : null;
}
