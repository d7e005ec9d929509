using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;

namespace PostConfirmation.Local.Page;

/// <summary>Sends every open page what happens. A page that is opened later gets the same.</summary>
internal sealed class Feed
{
    /// <summary>A page that is this far behind must start again.</summary>
    private const int MaxBehind = 1_000;

    /// <summary>The number of entries kept of each type.</summary>
    private const int ItemsKept = 100;

    private readonly Lock sync = new();
    private readonly OrderedDictionary<string, SseItem<string>> kept = [];
    private readonly HashSet<Channel<SseItem<string>>> pages = [];

    /// <param name="key">Replaces what was published with the same key before.</param>
    public void Publish(string type, string key, object data)
    {
        var item = new SseItem<string>(JsonSerializer.Serialize(data, JsonSerializerOptions.Web), type);
        lock (sync)
        {
            kept[key] = item;
            if (kept.Values.Count(one => one.EventType == type) > ItemsKept)
                kept.Remove(kept.First(one => one.Value.EventType == type).Key);
            foreach (var page in pages)
            {
                if (!page.Writer.TryWrite(item))
                    page.Writer.TryComplete();
            }
        }
    }

    /// <summary>Ends when the page is closed, or too far behind; then the page connects again.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken gone)
    {
        var page = Channel.CreateBounded<SseItem<string>>(MaxBehind);
        lock (sync)
        {
            page.Writer.TryWrite(new("{}", "begin"));
            foreach (var item in kept.Values)
                page.Writer.TryWrite(item);
            pages.Add(page);
        }

        try
        {
            await foreach (var item in page.Reader.ReadAllAsync(gone))
                yield return item;
        }
        finally
        {
            lock (sync)
                pages.Remove(page);
        }
    }
}
