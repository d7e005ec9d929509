using System.Diagnostics;
using System.Globalization;
using PostConfirmation.Local;

namespace PostConfirmation.Benchmarks;

/// <summary>What surrounds a process of the function.</summary>
/// <param name="Payload">The event that it gets again and again.</param>
/// <param name="Variables">More of the environment.</param>
internal sealed record Surroundings(Uri Cognito, Uri DynamoDb, byte[] Payload, IReadOnlyDictionary<string, string?>? Variables = null);

/// <summary>One process of a variant, from its start on.</summary>
internal sealed class FunctionRun : IAsyncDisposable
{
    // Joins the control group, says so, and becomes the function when told to: so that neither the shell nor the
    // start of a process by this one is part of what is measured.
    private const string Gate = """echo $$ > "$1" && echo ready && read _ && shift && exec "$@" """;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ControlGroup? group;
    private readonly BenchmarkRuntimeApi api;
    private long started;

    private FunctionRun(Process process, ControlGroup? group, BenchmarkRuntimeApi api) => (this.process, this.group, this.api) = (process, group, api);

    /// <param name="command">The program and its arguments.</param>
    /// <param name="surroundings">Nothing of this process's own environment but PATH reaches the function.</param>
    public static async Task<FunctionRun> StartAsync(
        IReadOnlyList<string> command, Surroundings surroundings, CpuShare share, CancellationToken cancellationToken)
    {
        var runtime = await BenchmarkRuntimeApi.StartAsync(surroundings.Payload);
        var quota = share.Cores is { } cores ? ControlGroup.Create(cores) : null;
        var run = new FunctionRun(StartGate(command, surroundings, quota, runtime.Address), quota, runtime);
        try
        {
            await run.process.StandardOutput.ReadLineAsync(cancellationToken);
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

    /// <returns>Milliseconds from the start of the process to the answer.</returns>
    public async Task<double> ColdAsync(CancellationToken cancellationToken) =>
        Stopwatch.GetElapsedTime(started, (await InvokeAsync(cancellationToken)).Answered).TotalMilliseconds;

    public async Task<double> CallAsync(CancellationToken cancellationToken) => (await InvokeAsync(cancellationToken)).Milliseconds;

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

    private static Process StartGate(IReadOnlyList<string> command, Surroundings surroundings, ControlGroup? quota, Uri runtime)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Gate, "sh", quota?.Members ?? "/dev/null", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        var settings = new FunctionSettings(
            runtime, surroundings.Cognito, surroundings.DynamoDb, "users", "customers", Variables: surroundings.Variables);
        foreach (var (name, value) in FunctionProcess.Variables(settings))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

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
