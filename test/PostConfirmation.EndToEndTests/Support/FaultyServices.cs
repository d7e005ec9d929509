using PostConfirmation.Local;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Processes of the function, and between them and the emulators's services whatever is planned.</summary>
public sealed class FaultyServices(EmulatorFixture emulators) : IAsyncLifetime
{
    /// <summary>Half a second before Cognito gives up.</summary>
    internal static readonly TimeSpan InTime = TimeSpan.FromSeconds(4.5);

    /// <summary>As many as Cognito calls for one sign-up.</summary>
    private const int Processes = 3;

    private FunctionPool? functionPool;

    internal FunctionPool FunctionPool => functionPool ?? throw new InvalidOperationException("Not started.");

    internal Proxy UserPools { get; private set; } = null!;

    internal Proxy Tables { get; private set; } = null!;

    internal RecordedWrites RecordedWrites { get; } = new();

    public Task InitializeAsync() => emulators.IsAvailable ? StartAsync(Processes) : Task.CompletedTask;

    internal async Task StartAsync(int processes)
    {
        UserPools = await Proxy.StartAsync(emulators.UserPool.Endpoint, certificate: emulators.Certificate);
        Tables = await Proxy.StartAsync(emulators.Table.Endpoint, RecordedWrites.Observe, emulators.Certificate);
        functionPool = await FunctionPool.StartAsync(processes, lambda => new FunctionSettings(
            lambda.Address, UserPools.Address, Tables.Address, emulators.Table.Name, emulators.UserPool.GroupName, Variables: emulators.Trust));
        await WarmUpAsync(processes);
    }

    /// <summary>Lets both services work from now on, but for what is planned.</summary>
    internal void Plan(Func<int, Fault?>? userPools = null, Func<int, Fault?>? tables = null)
    {
        UserPools.Plan = userPools ?? (_ => null);
        Tables.Plan = tables ?? (_ => null);
    }

    internal Task<InvocationResult> InvokeAsync(string name, string sub) => FunctionPool.InvokeAsync(emulators.Event(name, sub));

    /// <summary>In the group, and with a record that says so and was written once.</summary>
    internal async Task AssertProvisionedAsync(string name, string sub)
    {
        Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(name));
        Assert.DoesNotContain("pending_group", (await emulators.FindRecordAsync(sub))!.Keys);
        Assert.Single(RecordedWrites.For(sub));
    }

    internal void AssertNothingElseWentWrong()
    {
        Assert.Empty(UserPools.Problems);
        Assert.Empty(Tables.Problems);
        FunctionPool.Log.AssertNamesNobody();
    }

    public async Task DisposeAsync()
    {
        if (functionPool is null)
            return;
        await functionPool.DisposeAsync();
        await UserPools.DisposeAsync();
        await Tables.DisposeAsync();
    }

    /// <summary>
    /// Calls all processes at once, with faults and without, until they have compiled what they run: on Lambda each has
    /// a share of a processor for itself, and here the first answers would tell how few of them this machine has.
    /// </summary>
    private async Task WarmUpAsync(int processes)
    {
        var (name, sub) = await emulators.SignUpAsync();
        foreach (var fault in (Fault?[])[Fault.Unavailable, Fault.CutBefore, null])
        {
            Plan(_ => fault, _ => fault);
            await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => InvokeAsync(name, sub)));
        }

        UserPools.Forget();
        Tables.Forget();
    }
}
