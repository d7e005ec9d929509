using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests;

/// <summary>What happens to a user when connections fail during the start: run alone, as the time of the start is taken from the first event's.</summary>
[Collection(nameof(Alone))]
public sealed class StartConnectionFaultTests(EmulatorFixture emulators)
{
    [SkippableTheory]
    [MemberData(nameof(ConnectionFaultTests.EveryFault), MemberType = typeof(ConnectionFaultTests))]
    public async Task Connections_that_fail_while_the_function_starts_do_not_affect_the_user(string fault)
    {
        emulators.RequireTls();
        foreach (var share in ConnectionFaultTests.Shares.Values)
        {
            var services = new FaultyServices(emulators);
            try
            {
                await services.StartServicesAsync();
                await services.AssertUnnoticedAsync(async () =>
                {
                    services.PlanConnections(ConnectionFaultTests.Planned(fault, share), ConnectionFaultTests.Planned(fault, share));
                    await services.StartProcessesAsync(1);
                });
                services.AssertNothingElseWentWrong();
            }
            finally
            {
                await services.DisposeAsync();
            }
        }
    }
}
