using System.Text.Json.Nodes;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>How a run of Reconcile ended.</summary>
/// <param name="Lines">All that it wrote.</param>
internal sealed record ReconcileRun(int ExitCode, IReadOnlyList<string> Lines)
{
    /// <summary>The JSON object at the end.</summary>
    public JsonNode Summary { get; } = JsonNode.Parse(Lines.LastOrDefault(line => line.StartsWith('{')) ?? "{}")!;

    public string? Problem => (string?)Summary["problem"];

    public long this[string count] => (long)(Summary[count] ?? throw new InvalidOperationException(string.Join('\n', Lines)));

    public long Skipped(string reason) => (long?)Summary["skipped"]![reason] ?? 0;

    /// <summary>Nothing failed, and every user has an outcome.</summary>
    public ReconcileRun AssertSucceeded()
    {
        Assert.True(ExitCode == 0, string.Join('\n', Lines));
        Assert.Null(Problem);
        var skipped = Summary["skipped"]!.AsObject().Sum(reason => (long)reason.Value!);
        Assert.Equal(this["seen"], this["complete"] + this["provisioned"] + this["groupAdded"] + skipped);
        Assert.Equal((0, 0), (this["failed"], this["unfinished"]));
        return this;
    }
}

/// <summary>The Reconcile executable that was built with the tests, with endpoints of this machine.</summary>
internal sealed class ReconcileRunner : IAsyncDisposable
{
    private readonly List<string> lines = [];
    private readonly ChildProcess child;

    private ReconcileRunner(Uri userPools, Uri tables, string[] arguments) =>
        child = new(ReconcileExecutable.StartInfo(userPools, tables, arguments), lines.Add);

    public int Id => child.Id;

    public static ReconcileRunner Start(Uri userPools, Uri tables, params string[] arguments) => new(userPools, tables, arguments);

    public static async Task<ReconcileRun> RunAsync(Uri userPools, Uri tables, params string[] arguments)
    {
        await using var process = Start(userPools, tables, arguments);
        return await process.EndAsync();
    }

    public async Task<ReconcileRun> EndAsync() => new(await child.Exited, lines);

    public void Kill() => child.Kill();

    public ValueTask DisposeAsync() => child.DisposeAsync();
}
