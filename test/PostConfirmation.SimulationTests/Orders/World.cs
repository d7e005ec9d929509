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

    /// <param name="tamper">Changes the requests of a process, so that a test can see whether the search finds a fault.</param>
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

    /// <summary>Begins when all the others have ended, and has no faults.</summary>
    public ReconcileProcess Afterwards { get; }

    public List<Bystander> Bystanders { get; }

    /// <summary>Requests whose process no longer waits, and which may still arrive, or never.</summary>
    public List<Request> Lost { get; } = [];

    public int FaultsLeft { get; set; }

    /// <summary>What happened, a line each.</summary>
    public IReadOnlyList<string> Story => story;

    /// <summary>Whether it matters when a request arrives; the others are answered at once.</summary>
    public static bool MakesADifference(object request) =>
        request is AdminAddUserToGroupRequest or PutItemRequest or UpdateItemRequest or BatchGetItemRequest;

    public void Tell(string what) => story.Add(what);

    /// <summary>Everything on which the rest of the run depends. If two runs have the same state, one of them is enough.</summary>
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

    /// <remarks>If the scenario's seed is 0, all processes have the same random pauses, so that two of them can be swapped.</remarks>
    private void AddProcesses(int count, Func<int, int, Process> make) =>
        Processes.AddRange(Enumerable.Range(1, count).Select(number => make(number, Scenario.Seed * (Processes.Count + number))));
}
