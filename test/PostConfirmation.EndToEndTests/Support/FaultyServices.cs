using System.Security.Cryptography.X509Certificates;
using PostConfirmation.Local;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Processes of the function, with proxies that cause faults between them and the emulators.</summary>
public sealed class FaultyServices(EmulatorFixture emulators) : IAsyncLifetime
{
    /// <summary>Half a second before Cognito gives up.</summary>
    internal static readonly TimeSpan InTime = TimeSpan.FromSeconds(4.5);

    /// <summary>Cognito's number of calls for one sign-up.</summary>
    private const int Processes = 3;

    private const int Times = 5;

    private FunctionPool? functionPool;

    internal FunctionPool FunctionPool => functionPool ?? throw new InvalidOperationException("Not started.");

    internal Proxy UserPools { get; private set; } = null!;

    internal Proxy Tables { get; private set; } = null!;

    /// <summary>In front of <see cref="UserPools"/>.</summary>
    internal ConnectionRelay UserPoolConnections { get; private set; } = null!;

    /// <summary>In front of <see cref="Tables"/>.</summary>
    internal ConnectionRelay TableConnections { get; private set; } = null!;

    internal RecordedWrites RecordedWrites { get; } = new();

    public Task InitializeAsync() => emulators.IsAvailable ? StartAsync(Processes) : Task.CompletedTask;

    internal async Task StartAsync(int processes)
    {
        await StartServicesAsync();
        await StartProcessesAsync(processes);
        await FunctionPool.WarmUpAsync();
        await WarmUpAsync(processes);
    }

    /// <param name="ofUserPools">The certificate; null for the good one.</param>
    /// <param name="ofTables">The certificate; null for the good one.</param>
    internal async Task StartServicesAsync(X509Certificate2? ofUserPools = null, X509Certificate2? ofTables = null)
    {
        UserPools = await Proxy.StartAsync(emulators.UserPool.Endpoint, certificate: ofUserPools ?? emulators.Certificate);
        Tables = await Proxy.StartAsync(emulators.Table.Endpoint, RecordedWrites.Observe, ofTables ?? emulators.Certificate);
        UserPoolConnections = new(UserPools.Address);
        TableConnections = new(Tables.Address);
    }

    /// <summary>Starts processes, which replace those started before. Returns when the first of them asks for work.</summary>
    internal async Task StartProcessesAsync(int processes)
    {
        if (functionPool is not null)
            await functionPool.DisposeAsync();
        functionPool = await FunctionPool.StartAsync(processes, lambda => new FunctionSettings(
            lambda.Address, UserPoolConnections.Address, TableConnections.Address, emulators.Table.Name, emulators.UserPool.GroupName, Variables: emulators.Trust));
    }

    /// <summary>From now on both services work, except for the planned faults.</summary>
    internal void Plan(Func<int, Fault?>? userPools = null, Func<int, Fault?>? tables = null)
    {
        UserPools.Plan = userPools ?? (_ => null);
        Tables.Plan = tables ?? (_ => null);
    }

    /// <summary>From now on new connections work, except for the planned faults.</summary>
    internal void PlanConnections(Func<int, ConnectionFault?>? userPools = null, Func<int, ConnectionFault?>? tables = null)
    {
        UserPoolConnections.Plan = userPools ?? (_ => null);
        TableConnections.Plan = tables ?? (_ => null);
    }

    internal Task<InvocationResult> InvokeAsync(string name, string sub) => FunctionPool.InvokeAsync(emulators.Event(name, sub));

    /// <summary>The user is in the group, and has a record without pending_group that was written once.</summary>
    internal async Task AssertProvisionedAsync(string name, string sub)
    {
        Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(name));
        Assert.DoesNotContain("pending_group", (await emulators.FindRecordAsync(sub))!.Keys);
        Assert.Single(RecordedWrites.For(sub));
    }

    /// <summary>If the record failed, an error with the fixed message; if the group failed, a success and pending_group.</summary>
    internal async Task AssertFailedAsync(string sub, InvocationResult result, bool ofGroup)
    {
        Assert.Equal(ofGroup ? null : ExpectedErrors.FromFunction(result), result.ErrorMessage);
        var line = Assert.Single(await FunctionPool.Log.OfAsync(sub, 1));
        Assert.Equal(
            (ofGroup ? "group-deferred" : "failed", ofGroup ? "group" : "record", true),
            ((string?)line["outcome"], (string?)line["step"], (bool?)line["retryable"]));
    }

    /// <summary>
    /// A user who signs up is provisioned at once. On a busy machine an attempt may now and then take more than its second, although
    /// it normally takes milliseconds. What the function does wrong, it does each time; so one success of several is enough.
    /// </summary>
    internal async Task AssertUnnoticedAsync(Func<Task> prepareAsync)
    {
        for (var time = 1; ; time++)
        {
            var (name, sub) = await emulators.SignUpAsync();
            await prepareAsync();
            var result = await InvokeAsync(name, sub);

            var outcome = (string?)Assert.Single(await FunctionPool.Log.OfAsync(sub, 1))["outcome"];
            if (outcome is "failed" or "group-deferred" && time < Times)
                continue;
            Assert.Contains(outcome, (string[])["provisioned", "already-provisioned"]); // the latter if an answer was lost
            Assert.False(result.IsError, result.ErrorMessage);
            await AssertProvisionedAsync(name, sub);
            return;
        }
    }

    internal void AssertNothingElseWentWrong()
    {
        Assert.Empty(UserPools.Problems);
        Assert.Empty(Tables.Problems);
        FunctionPool.Log.AssertNamesNobody();
    }

    public async Task DisposeAsync()
    {
        if (functionPool is not null)
            await functionPool.DisposeAsync();
        foreach (var piece in (IAsyncDisposable?[])[UserPoolConnections, TableConnections, UserPools, Tables])
        {
            if (piece is not null)
                await piece.DisposeAsync();
        }
    }

    /// <summary>
    /// Calls all processes at once, with and without faults, until all code is compiled. On Lambda each process has
    /// its own share of a processor; here the first answers would be slow only because they share this machine's processors.
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
