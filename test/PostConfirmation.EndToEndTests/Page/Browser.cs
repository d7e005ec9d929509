using PostConfirmation.EndToEndTests.Deploy;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>One Chromium for all stories.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    private static readonly string Scripts = Repository.PathOf("test/PostConfirmation.EndToEndTests/Page/browser");

    private readonly ChildProcess process;
    private readonly string endpoint;

    private Browser(ChildProcess process, string endpoint) => (this.process, this.endpoint) = (process, endpoint);

    /// <exception cref="LocalException">It cannot run here; the message says what is missing.</exception>
    public static async Task<Browser> StartAsync()
    {
        var chromium = ((string[])["chromium", "chromium-browser", "google-chrome"]).Select(Command.Find).FirstOrDefault(path => path is not null)
            ?? throw new LocalException("There is no Chromium on the PATH: apt-get install chromium");
        await new NpmPackages(Scripts, "what drives the browser", "18 MB").EnsureAsync();

        var started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = new ChildProcess(
            new("node", [Path.Combine(Scripts, "browser.mjs"), chromium]),
            line =>
            {
                if (line.StartsWith("ws:", StringComparison.Ordinal))
                    started.TrySetResult(line);
            },
            exitTimeout: TimeSpan.FromSeconds(10));
        await Task.WhenAny(started.Task, node.Exited).WaitAsync(StartTimeout);
        return started.Task.IsCompleted
            ? new(node, await started.Task)
            : throw new InvalidOperationException($"The browser did not start: {node.LastLines()}");
    }

    /// <summary>Runs a story of <c>browser/stories</c>.</summary>
    public async Task TellAsync(Uri page, string story, string[] more)
    {
        var result = await Command.RunAsync("node", [Path.Combine(Scripts, "tell.mjs"), endpoint, page.AbsoluteUri, story, .. more]);
        Assert.True(result.ExitCode == 0, result.Everything);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
