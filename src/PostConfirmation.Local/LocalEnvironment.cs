using System.Collections.Concurrent;
using System.Diagnostics;

namespace PostConfirmation.Local;

/// <summary>The options of a <see cref="LocalEnvironment"/>.</summary>
internal sealed record LocalOptions
{
    public string GroupName { get; init; } = "customers";

    public string TableName { get; init; } = "users";

    /// <summary>The user pool's port; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Where to keep the table; null for a new, empty one in memory.</summary>
    public Uri? Tables { get; init; }

    /// <summary>The function's executable; null for <see cref="FunctionProcess.DefaultExecutable"/>.</summary>
    public string? Function { get; init; }

    /// <summary>Start no function: the user starts it, in the environment of <see cref="LocalEnvironment.FunctionSettings"/>.</summary>
    public bool WithoutFunction { get; init; }

    /// <inheritdoc cref="FunctionSettings"/>
    public IReadOnlyDictionary<string, string?>? Variables { get; init; }

    public bool EmailIsUsername { get; init; } = true;

    /// <summary>The function's timeout. Cognito waits no longer than the default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Maps a service's address to the one that the function gets, for example that of a proxy between them.</summary>
    public Func<Uri, Uri> Route { get; init; } = address => address;

    /// <summary>Gets each line that the function writes.</summary>
    public Action<string>? OnFunctionLine { get; init; }

    /// <summary>Gets the exit code and the last lines of a process of the function that ended by itself.</summary>
    public Action<int, string>? OnFunctionEnded { get; init; }

    public InvocationEvents Invocations { get; init; } = new();
}

/// <summary>User pool, table and function, running and connected.</summary>
internal sealed class LocalEnvironment : IAsyncDisposable
{
    private static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentStack<IAsyncDisposable> started = new();

    private LocalEnvironment()
    {
    }

    public LocalUserPool UserPool { get; private set; } = null!;

    public LocalTable Table { get; private set; } = null!;

    public LambdaEndpoint Lambda { get; private set; } = null!;

    public FunctionSettings FunctionSettings { get; private set; } = null!;

    /// <summary>Null with <see cref="LocalOptions.WithoutFunction"/>.</summary>
    public FunctionHost? Function { get; private set; }

    /// <summary>From the start of the function's process until it first asked for work.</summary>
    public TimeSpan InitDuration { get; private set; }

    /// <exception cref="LocalException" />
    public static async Task<LocalEnvironment> StartAsync(
        LocalOptions options, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var environment = new LocalEnvironment();
        try
        {
            await environment.StartPiecesAsync(options, progress, cancellationToken);
            return environment;
        }
        catch
        {
            await environment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops everything, last started first.</summary>
    public async ValueTask DisposeAsync()
    {
        while (started.TryPop(out var piece))
            await piece.DisposeAsync();
    }

    private async Task StartPiecesAsync(LocalOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var emulators = await EmulatorInstall.EnsureAsync(progress, cancellationToken);
        progress?.Report("Starting the user pool, the table and the function");
        Lambda = Own(await LambdaEndpoint.StartAsync(options.Timeout, WithHost(options.Invocations), cancellationToken));

        var pools = OwnAsync(EmulatorProcess.StartUserPoolsAsync(emulators, Lambda.Address, options.Port, cancellationToken));
        var tables = options.Tables is { } elsewhere ? Task.FromResult(elsewhere) : StartTablesAsync();
        await Task.WhenAll(pools, tables);

        var pool = OwnAsync(LocalUserPool.CreateAsync((await pools).Address, options.GroupName, options.EmailIsUsername, cancellationToken));
        var table = OwnAsync(LocalTable.OpenAsync(await tables, options.TableName, cancellationToken));
        await Task.WhenAll(pool, table);
        (UserPool, Table) = (await pool, await table);

        FunctionSettings = new(
            Lambda.Address, options.Route(UserPool.Endpoint), options.Route(Table.Endpoint), Table.Name, UserPool.GroupName, options.Function, options.Variables);
        if (options.WithoutFunction)
            return;
        var start = Stopwatch.GetTimestamp();
        Function = Own(new FunctionHost(Lambda, FunctionSettings, options.OnFunctionLine, options.OnFunctionEnded));
        await WaitForFunctionAsync(Function.Start(), cancellationToken);
        InitDuration = Stopwatch.GetElapsedTime(start);

        async Task<Uri> StartTablesAsync() => (await OwnAsync(EmulatorProcess.StartTablesAsync(emulators, cancellationToken))).Address;
    }

    /// <summary>The host handles each event of an invocation first, so that the other subscribers see its result.</summary>
    private InvocationEvents WithHost(InvocationEvents events) => new()
    {
        Queued = invocation =>
        {
            events.Queued?.Invoke(invocation);
            Function?.OnQueued(invocation);
        },
        HandedOut = invocation =>
        {
            Function?.OnHandedOut(invocation);
            events.HandedOut?.Invoke(invocation);
        },
        Finished = (invocation, result) =>
        {
            Function?.OnFinished(invocation);
            events.Finished?.Invoke(invocation, result);
        },
    };

    private async Task WaitForFunctionAsync(FunctionProcess function, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(Lambda.Ready, Lambda.InitError, function.Exited).WaitAsync(InitTimeout, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new LocalException($"The function did not ask for work within {InitTimeout.TotalSeconds} s.", e);
        }
        if (Lambda.InitError.IsCompleted)
            throw new LocalException($"The function could not start: {System.Text.Encoding.UTF8.GetString(await Lambda.InitError)}");
        if (!Lambda.Ready.IsCompleted)
            throw new LocalException($"The function ended before it asked for work, with exit code {await function.Exited}: {function.LastLines}");
    }

    private T Own<T>(T piece) where T : IAsyncDisposable
    {
        started.Push(piece);
        return piece;
    }

    private async Task<T> OwnAsync<T>(Task<T> piece) where T : IAsyncDisposable => Own(await piece);
}
