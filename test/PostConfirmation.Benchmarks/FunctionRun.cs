using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PostConfirmation.Local;

namespace PostConfirmation.Benchmarks;

/// <summary>What surrounds a process of the function.</summary>
/// <param name="Payload">The event that it gets again and again.</param>
/// <param name="Store">Null where the services speak plain HTTP.</param>
/// <param name="Period">Of the control group's quota.</param>
/// <param name="FromStart">Whether the CPU share holds from the start of the process on; Lambda starts a function at full speed.</param>
internal sealed record Surroundings(Uri Cognito, Uri DynamoDb, byte[] Payload, SystemStore? Store, TimeSpan Period, bool FromStart);

/// <summary>One process of a variant, from its start on.</summary>
internal sealed partial class FunctionRun : IAsyncDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;

    // Joins the control group, says so, and becomes the function when told to: so that neither the shell nor the
    // start of a process by this one is part of what is measured.
    private const string Gate = """echo $$ > "$1" && echo ready && read _ && shift && exec "$@" """;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ControlGroup? group;
    private readonly BenchmarkRuntimeApi api;
    private long started;

    private FunctionRun(Process process, ControlGroup? group, BenchmarkRuntimeApi api) => (this.process, this.group, this.api) = (process, group, api);

    /// <remarks>Nothing of this process's own environment but PATH reaches the function.</remarks>
    public static async Task<FunctionRun> StartAsync(
        Variant variant, Surroundings surroundings, CpuShare share, CancellationToken cancellationToken)
    {
        var quota = share.Cores is { } cores ? ControlGroup.Create(cores, surroundings.Period) : null;
        Process? gate = null;
        var runtime = await BenchmarkRuntimeApi.StartAsync(surroundings.Payload, whenReady: () =>
        {
            if (!surroundings.FromStart)
                quota?.Add(gate!.Id);
        });
        gate = StartGate(variant, surroundings, surroundings.FromStart ? quota : null, runtime.Address);
        var run = new FunctionRun(gate, quota, runtime);
        try
        {
            await gate.StandardOutput.ReadLineAsync(cancellationToken);
            if (quota is not null)
                await Task.Delay(200, cancellationToken); // the quota of a fresh period, for everybody
            run.Go();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <returns>Milliseconds from the start of the process until it asked for work, and until its first answer.</returns>
    public async Task<(double Start, double First)> FirstAsync(CancellationToken cancellationToken)
    {
        var (answered, _) = await InvokeAsync(cancellationToken);
        return (Stopwatch.GetElapsedTime(started, await api.Ready).TotalMilliseconds, Stopwatch.GetElapsedTime(started, answered).TotalMilliseconds);
    }

    public async Task<double> CallAsync(CancellationToken cancellationToken) => (await InvokeAsync(cancellationToken)).Milliseconds;

    /// <summary>As Lambda does between two invocations: nothing of the process runs.</summary>
    public void Freeze() => _ = Signal(process.Id, Stop);

    public Task<double> ThawAndCallAsync(CancellationToken cancellationToken)
    {
        _ = Signal(process.Id, Continue);
        return CallAsync(cancellationToken);
    }

    /// <returns>The most that was resident, in KB; 0 where the system does not tell.</returns>
    public long PeakKb()
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/status");
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        group?.Dispose();
        await api.DisposeAsync();
    }

    private static Process StartGate(Variant variant, Surroundings surroundings, ControlGroup? quota, Uri runtime)
    {
        IReadOnlyList<string> shell = ["/bin/sh", "-c", surroundings.Store?.Script + Gate, "sh", quota?.Members ?? "/dev/null", .. variant.Command];
        IReadOnlyList<string> command = surroundings.Store is null ? shell : [.. SystemStore.Namespace, .. shell];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        var settings = new FunctionSettings(
            runtime, surroundings.Cognito, surroundings.DynamoDb, "users", "customers", Variables: variant.Variables(surroundings.Store));
        foreach (var (name, value) in FunctionProcess.Variables(settings))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int processId, int signal);

    private void Go()
    {
        started = Stopwatch.GetTimestamp();
        process.StandardInput.WriteLine();
        process.StandardInput.Flush();
        _ = process.StandardOutput.ReadToEndAsync(); // or its log would fill the pipe and stop it
        process.ErrorDataReceived += (_, e) => LastLine = e.Data ?? LastLine;
        process.BeginErrorReadLine();
    }

    private string LastLine { get; set; } = "nothing";

    private async Task<(long Answered, double Milliseconds)> InvokeAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = api.InvokeAsync(limit.Token);
        var ended = process.WaitForExitAsync(limit.Token);
        try
        {
            if (await Task.WhenAny(answer, ended).WaitAsync(AnswerTimeout, cancellationToken) == answer)
                return await answer;
            throw new BenchmarkException($"it ended and said: {LastLine}");
        }
        catch (TimeoutException)
        {
            throw new BenchmarkException($"it did not answer within {AnswerTimeout.TotalSeconds} s");
        }
        finally
        {
            await limit.CancelAsync();
        }
    }
}
