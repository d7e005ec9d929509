using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;
using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>The two services, and all who use them.</summary>
internal sealed class World
{
    private readonly List<string> story = [];

    /// <param name="tamper">Changes what a process sends: how a test finds out whether a fault of ours would be found.</param>
    public World(Scenario scenario, Action<Process, object>? tamper = null)
    {
        Scenario = scenario;
        Tamper = tamper;
        FaultsLeft = scenario.Faults;
        Users = [.. Enumerable.Range(1, scenario.Users).Select(number => new User(number))];
        Users.ForEach(Pool.Add);
        foreach (var user in Users)
            AddProcesses(scenario.Events, (number, seed) => new TriggerProcess($"event {number} of {user.Name}", user, this, seed));
        AddProcesses(scenario.Reconciles, (number, seed) => new ReconcileProcess($"Reconcile {number}", all: number % 2 == 0, this, seed));
        Bystanders = [.. Bystander.All(this)];
        Afterwards = new("Reconcile afterwards", scenario.Has(Orders.Bystanders.Stranger), this, seed: 0);
    }

    public Scenario Scenario { get; }

    public Action<Process, object>? Tamper { get; }

    public ModelUserPool Pool { get; } = new();

    public Table Table { get; } = new();

    public List<User> Users { get; }

    public List<Process> Processes { get; } = [];

    /// <summary>Begins when all the others have ended, and meets no trouble.</summary>
    public ReconcileProcess Afterwards { get; }

    public List<Bystander> Bystanders { get; }

    /// <summary>Requests that nobody waits for any more, and which may arrive yet, or never.</summary>
    public List<Request> Lost { get; } = [];

    public int FaultsLeft { get; set; }

    /// <summary>What happened, a line each.</summary>
    public IReadOnlyList<string> Story => story;

    /// <summary>Whether it matters when a request arrives; the others are answered at once.</summary>
    public static bool MakesADifference(object request) =>
        request is AdminAddUserToGroupRequest or PutItemRequest or UpdateItemRequest or BatchGetItemRequest;

    public void Tell(string what) => story.Add(what);

    /// <summary>All that the further run depends on: where two runs have the same, one of them is enough.</summary>
    public UInt128 State()
    {
        var text = string.Join('\n', [
            $"{FaultsLeft}",
            .. Processes.Select(process => process.State).Order(StringComparer.Ordinal),
            Afterwards.State,
            .. Bystanders.Select(bystander => bystander.State),
            .. Lost.Select(request => request.Text).Order(StringComparer.Ordinal),
            .. Users.Select(user => $"{Pool.IsMember(user.Name)}"),
            .. Users.SelectMany(user => Table.VersionsOf(user).TakeLast(2)).Select(version => $"{version.Number > Afterwards.BeganAt} {version.State}"),
        ]);
        return MemoryMarshal.Read<UInt128>(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));
    }

    /// <remarks>Where the scenario's seed is 0, all have the same dice, and it does not matter which of two is which.</remarks>
    private void AddProcesses(int count, Func<int, int, Process> make) =>
        Processes.AddRange(Enumerable.Range(1, count).Select(number => make(number, Scenario.Seed * (Processes.Count + number))));
}
