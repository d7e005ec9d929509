using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>The command with <c>--serve</c>, as a person starts it.</summary>
internal sealed class ServedCommand : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly ChildProcess process;
    private readonly TaskCompletionSource<Uri> page = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();

    private ServedCommand(ProcessStartInfo start) => process = new(start, line =>
    {
        lines.Writer.TryWrite(line);
        if (line.StartsWith("Page ", StringComparison.Ordinal))
            page.TrySetResult(new Uri(line["Page ".Length..].Trim()));
    });

    public Uri Page => page.Task.Result;

    public string ProcessId => process.Id.ToString(CultureInfo.InvariantCulture);

    /// <param name="variables">Further environment variables; null removes one.</param>
    public static async Task<ServedCommand> StartAsync(IReadOnlyDictionary<string, string?>? variables = null)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "PostConfirmation.Local.exe" : "PostConfirmation.Local"), ["--serve"]);
        start.Environment.Remove("AWS_ENDPOINT_URL_DYNAMODB");
        foreach (var (name, value) in variables ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        var command = new ServedCommand(start);
        await Task.WhenAny(command.page.Task, command.process.Exited).WaitAsync(StartTimeout);
        return command.page.Task.IsCompleted ? command : throw new InvalidOperationException(command.process.LastLines());
    }

    /// <summary>Ends when it has written that line.</summary>
    public async Task LineAsync(string line)
    {
        using var patience = new CancellationTokenSource(StartTimeout);
        while (await lines.Reader.ReadAsync(patience.Token) != line)
        {
        }
    }

    /// <summary>The function's process that the command runs. Only Linux has the parent of each process in /proc.</summary>
    public Process FunctionProcess() => Directory.EnumerateDirectories($"/proc/{ProcessId}/task")
        .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(id => Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture)))
        .Single(child => child.ProcessName == "PostConfirmation");

    /// <summary>Ends it with Ctrl+C, so that it leaves nothing behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!OperatingSystem.IsWindows() && !process.Exited.IsCompleted)
        {
            using (var kill = Process.Start("kill", ["-INT", ProcessId]))
                await kill.WaitForExitAsync();
            await Task.WhenAny(process.Exited, Task.Delay(StopTimeout));
        }
        await process.DisposeAsync();
    }
}
