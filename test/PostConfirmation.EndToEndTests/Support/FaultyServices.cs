using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Processes of the function, and between them and the playground's services whatever is planned.</summary>
public sealed class FaultyServices(Playground playground) : IAsyncLifetime
{
    /// <summary>Half a second before Cognito gives up.</summary>
    internal static readonly TimeSpan InTime = TimeSpan.FromSeconds(4.5);

    /// <summary>As many as Cognito calls for one sign-up.</summary>
    private const int Processes = 3;

    private Fleet? fleet;

    internal Fleet Fleet => fleet ?? throw new InvalidOperationException("Not started.");

    internal Proxy UserPools { get; private set; } = null!;

    internal Proxy Tables { get; private set; } = null!;

    internal Ledger Ledger { get; } = new();

    public Task InitializeAsync() => playground.IsAvailable ? StartAsync(Processes) : Task.CompletedTask;

    internal async Task StartAsync(int processes)
    {
        UserPools = await Proxy.StartAsync(playground.UserPool.Endpoint);
        Tables = await Proxy.StartAsync(playground.Table.Endpoint, Ledger.Observe);
        fleet = await Fleet.StartAsync(processes, lambda => new FunctionSettings(
            lambda.Address, UserPools.Address, Tables.Address, playground.Table.Name, playground.UserPool.GroupName));
        await WarmUpAsync(processes);
    }

    /// <summary>Lets both services work from now on, but for what is planned.</summary>
    internal void Plan(Func<int, Fault?>? userPools = null, Func<int, Fault?>? tables = null)
    {
        UserPools.Plan = userPools ?? (_ => null);
        Tables.Plan = tables ?? (_ => null);
    }

    internal Task<InvocationResult> InvokeAsync(string name, string sub) => Fleet.InvokeAsync(playground.Event(name, sub));

    /// <summary>In the group, and with a record that says so and was written once.</summary>
    internal async Task AssertProvisionedAsync(string name, string sub)
    {
        Assert.Equal([playground.UserPool.GroupName], await playground.UserPool.GroupsOfAsync(name));
        Assert.DoesNotContain("pending_group", (await playground.FindRecordAsync(sub))!.Keys);
        Assert.Single(Ledger.Of(sub));
    }

    internal void AssertNothingElseWentWrong()
    {
        Assert.Empty(UserPools.Problems);
        Assert.Empty(Tables.Problems);
        Fleet.Log.AssertNamesNobody();
    }

    public async Task DisposeAsync()
    {
        if (fleet is null)
            return;
        await fleet.DisposeAsync();
        await UserPools.DisposeAsync();
        await Tables.DisposeAsync();
    }

    /// <summary>
    /// Calls all processes at once, with faults and without, until they have compiled what they run: on Lambda each has
    /// a share of a processor for itself, and here the first answers would tell how few of them this machine has.
    /// </summary>
    private async Task WarmUpAsync(int processes)
    {
        var (name, sub) = await playground.SignUpAsync();
        foreach (var fault in (Fault?[])[Fault.Unavailable, Fault.CutBefore, null])
        {
            Plan(_ => fault, _ => fault);
            await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => InvokeAsync(name, sub)));
        }

        UserPools.Forget();
        Tables.Forget();
    }
}
