using System.Diagnostics;
using System.Globalization;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>The command with <c>--serve</c>, as a person starts it.</summary>
internal sealed class ServedCommand : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly ChildProcess process;

    private ServedCommand(ChildProcess process, Uri page) => (this.process, Page) = (process, page);

    public Uri Page { get; }

    public string ProcessId => process.Id.ToString(CultureInfo.InvariantCulture);

    public static async Task<ServedCommand> StartAsync()
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "PostConfirmation.Local.exe" : "PostConfirmation.Local"), ["--serve"]);
        start.Environment.Remove("AWS_ENDPOINT_URL_DYNAMODB");
        var page = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new ChildProcess(start, line =>
        {
            if (line.StartsWith("Page ", StringComparison.Ordinal))
                page.TrySetResult(new Uri(line["Page ".Length..].Trim()));
        });
        await Task.WhenAny(page.Task, started.Exited).WaitAsync(StartTimeout);
        return page.Task.IsCompleted ? new(started, await page.Task) : throw new InvalidOperationException(started.LastLines());
    }

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
