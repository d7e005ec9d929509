using System.Text.Json;
using System.Threading.Channels;
using PostConfirmation.EndToEndTests.Deploy;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>One Chromium for all stories.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Scripts = Repository.PathOf("test/PostConfirmation.EndToEndTests/Page/browser");

    private readonly ChildProcess node;
    private readonly ChannelReader<string> answers;

    private Browser(ChildProcess node, ChannelReader<string> answers) => (this.node, this.answers) = (node, answers);

    /// <exception cref="LocalException">It cannot run here; the message says what is missing.</exception>
    public static async Task<Browser> StartAsync()
    {
        var chromium = ((string[])["chromium", "chromium-browser", "google-chrome"]).Select(Command.Find).FirstOrDefault(path => path is not null)
            ?? throw new LocalException("There is no Chromium on the PATH: apt-get install chromium");
        await new NpmPackages(Scripts, "what drives the browser", "18 MB").EnsureAsync();

        var lines = Channel.CreateUnbounded<string>();
        var process = new ChildProcess(
            new("node", [Path.Combine(Scripts, "tell.mjs"), chromium]),
            line =>
            {
                if (line.StartsWith('"')) // what else the browser and node write is only for people
                    lines.Writer.TryWrite(JsonSerializer.Deserialize<string>(line)!);
            },
            exitTimeout: TimeSpan.FromSeconds(10));
        var browser = new Browser(process, lines.Reader);
        await browser.AnswerAsync();
        return browser;
    }

    /// <summary>Runs a story of <c>browser/stories</c>.</summary>
    public async Task TellAsync(Uri page, string story, string[] more)
    {
        await node.WriteLineAsync(JsonSerializer.Serialize((string[])[story, page.AbsoluteUri, .. more]));
        var problem = await AnswerAsync();
        Assert.True(problem == "", problem);
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();

    private async Task<string> AnswerAsync()
    {
        var answer = answers.ReadAsync().AsTask();
        await Task.WhenAny(answer, node.Exited).WaitAsync(Patience);
        return answer.IsCompleted ? await answer : throw new InvalidOperationException($"The browser ended: {node.LastLines()}");
    }
}
