using System.ComponentModel;
using System.Diagnostics;

namespace PostConfirmation.Local;

/// <summary>A process whose output is read line by line, and that is stopped with its owner.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 20;

    private readonly Process process;
    private readonly TimeSpan exitTimeout;
    private readonly Queue<string> lastLines = new();
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool disposed;

    /// <param name="start">Its input and output are redirected; the rest is as the caller set it.</param>
    /// <param name="onLine">Gets each line of output and error output, one at a time.</param>
    /// <param name="exitTimeout">How long it may take to end by itself after its input was closed.</param>
    /// <exception cref="Win32Exception">There is no such program, or it may not be run.</exception>
    public ChildProcess(ProcessStartInfo start, Action<string>? onLine = null, TimeSpan exitTimeout = default)
    {
        this.exitTimeout = exitTimeout;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = new Process { StartInfo = start };
        DataReceivedEventHandler read = (_, e) =>
        {
            if (e.Data is null)
                return;
            lock (lastLines)
            {
                lastLines.Enqueue(e.Data);
                if (lastLines.Count > LinesKept)
                    lastLines.Dequeue();
                onLine?.Invoke(e.Data);
            }
        };
        process.OutputDataReceived += read;
        process.ErrorDataReceived += read;

        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = WatchAsync();
    }

    /// <summary>Its exit code, once it ended and all its lines were read. Never fails.</summary>
    public Task<int> Exited => exited.Task;

    public int Id => process.Id;

    public string LastLines(Func<string, bool>? where = null)
    {
        lock (lastLines)
            return string.Join(Environment.NewLine, lastLines.Where(where ?? (_ => true)));
    }

    /// <summary>Writes a line to its input.</summary>
    public Task WriteLineAsync(string line) => process.StandardInput.WriteLineAsync(line);

    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        process.StandardInput.Close();
        await Task.WhenAny(Exited, Task.Delay(exitTimeout));
        if (!Exited.IsCompleted)
        {
            Kill();
            await Exited;
        }
        process.Dispose();
    }

    private async Task WatchAsync()
    {
        await process.WaitForExitAsync();
        exited.SetResult(process.ExitCode);
    }
}
