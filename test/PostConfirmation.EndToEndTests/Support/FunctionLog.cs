using System.Text.Json.Nodes;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>The log of all processes of the function. Every line is JSON.</summary>
internal sealed class FunctionLog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<string> lines = [];
    private TaskCompletionSource more = New();

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    public void Add(string line)
    {
        lock (lines)
        {
            lines.Add(line);
            more.TrySetResult();
            more = New();
        }
    }

    /// <summary>The lines of the invocations of a user, once there are that many: they come through a pipe, after the answer.</summary>
    public async Task<IReadOnlyList<JsonNode>> OfAsync(string sub, int count)
    {
        while (true)
        {
            Task next;
            lock (lines)
                next = more.Task;
            var found = Lines.Select(line => JsonNode.Parse(line)!).Where(line => (string?)line["sub"] == sub).ToList();
            if (found.Count >= count)
                return found;
            await next.WaitAsync(Patience);
        }
    }

    /// <summary>All lines, once one of them meets the condition.</summary>
    public async Task<IReadOnlyList<string>> UntilAsync(Func<string, bool> wanted)
    {
        while (true)
        {
            Task next;
            lock (lines)
                next = more.Task;
            if (Lines is var all && all.Any(wanted))
                return all;
            await next.WaitAsync(Patience);
        }
    }

    /// <summary>All personal data in these tests contains one of these.</summary>
    public void AssertNamesNobody()
    {
        Assert.All(Lines, AssertNamesNobody);
        Assert.All(Lines, line => Assert.IsType<JsonObject>(JsonNode.Parse(line)));
    }

    public static void AssertNamesNobody(string line)
    {
        foreach (var personal in (string[])["personal", "+49155", "@"])
            Assert.DoesNotContain(personal, line, StringComparison.OrdinalIgnoreCase);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
