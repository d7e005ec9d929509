using System.Net.ServerSentEvents;
using PostConfirmation.Local.Page;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>What open pages get, and when.</summary>
public sealed class FeedTests
{
    private readonly Feed feed = new();

    [Fact]
    public async Task A_page_that_is_opened_later_gets_the_current_state_in_the_order_it_began()
    {
        feed.Publish("faults", "faults", 1);
        feed.Publish("invocation", "a", 2);
        feed.Publish("invocation", "b", 3);
        feed.Publish("invocation", "a", 4);

        Assert.Equal(["begin {}", "faults 1", "invocation 4", "invocation 3"], await ReadAsync(4));
    }

    [Fact]
    public async Task Every_open_page_gets_every_change()
    {
        var (one, other) = (ReadAsync(2), ReadAsync(2));

        feed.Publish("invocation", "a", 1);

        Assert.Equal(["begin {}", "invocation 1"], await one);
        Assert.Equal(["begin {}", "invocation 1"], await other);
    }

    [Fact]
    public async Task The_last_hundred_invocations_are_kept_and_the_faults_whenever_they_were_chosen()
    {
        feed.Publish("faults", "faults", 0);
        for (var i = 1; i <= 250; i++)
            feed.Publish("invocation", $"{i}", i);

        Assert.Equal(["begin {}", "faults 0", .. Enumerable.Range(151, 100).Select(i => $"invocation {i}")], await ReadAsync(102));
    }

    [Fact]
    public async Task A_page_that_reads_nothing_is_ended_and_does_not_fill_the_memory()
    {
        await using var page = feed.ReadAsync(default).GetAsyncEnumerator();
        await page.MoveNextAsync();
        for (var i = 0; i < 5_000; i++)
            feed.Publish("invocation", "a", i);

        var read = 0;
        while (await page.MoveNextAsync())
            read++;

        Assert.InRange(read, 1, 1_000);
    }

    private async Task<List<string>> ReadAsync(int count)
    {
        var items = new List<string>();
        await foreach (SseItem<string> item in feed.ReadAsync(default))
        {
            items.Add($"{item.EventType} {item.Data}");
            if (items.Count == count)
                break;
        }

        return items;
    }
}
