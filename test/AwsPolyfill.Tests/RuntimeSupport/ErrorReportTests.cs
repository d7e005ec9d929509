using System.Text.Json;

namespace AwsPolyfill.Tests.RuntimeSupport;

public class ErrorReportTests
{
    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Sends_the_exception_and_its_causes(Exception thrown, string expected) =>
        Assert.Equal(expected, (await ReportOf(thrown)).Body);

    public static TheoryData<Exception, string> Reports() => new()
    {
        {
            new Stackless("no stack"),
            """{"errorMessage":"no stack","errorType":"Stackless","stackTrace":[]}"""
        },
        {
            new Stackless("outer", new Stackless("middle", new Stackless("inner"))),
            """{"errorMessage":"outer","errorType":"Stackless","stackTrace":[],"cause":{"errorMessage":"middle","errorType":"Stackless","stackTrace":[],"cause":{"errorMessage":"inner","errorType":"Stackless","stackTrace":[]}}}"""
        },
        {
            new StacklessAggregate("both", new Stackless("one"), new Stackless("two", new Stackless("three"))),
            """{"errorMessage":"both","errorType":"StacklessAggregate","stackTrace":[],"causes":[{"errorMessage":"one","errorType":"Stackless","stackTrace":[]},{"errorMessage":"two","errorType":"Stackless","stackTrace":[],"cause":{"errorMessage":"three","errorType":"Stackless","stackTrace":[]}}]}"""
        },
        {
            new Stackless("Größe 漢字 \"quoted\" \\ <b>\n\u0001"),
            """{"errorMessage":"Größe 漢字 \"quoted\" \\ <b>\n\u0001","errorType":"Stackless","stackTrace":[]}"""
        },
        {
            new Stackless("half \ud83d a pair"),
            """{"errorMessage":"half \uFFFD a pair","errorType":"Stackless","stackTrace":[]}"""
        },
        {
            new Unreadable(),
            """{"errorMessage":"(not readable: NotSupportedException)","errorType":"Unreadable","stackTrace":["(not readable: InvalidCastException)"]}"""
        },
    };

    [Fact]
    public async Task Sends_each_frame_of_the_stack_as_one_string()
    {
        var report = JsonDocument.Parse((await ReportOf(new InvalidOperationException("thrown"))).Body).RootElement;

        var frames = report.GetProperty("stackTrace").EnumerateArray().Select(frame => frame.GetString()!).ToArray();
        Assert.All(frames, frame => Assert.Matches("^(at |---)", frame));
        Assert.Contains(nameof(ErrorReportTests), frames[0]);
    }

    [Fact]
    public async Task Sends_sixteen_exceptions_of_a_chain_at_most()
    {
        var chain = new Stackless("0");
        for (var i = 1; i < 1000; i++)
            chain = new Stackless($"{i}", chain);

        Assert.Equal(16, Count((await ReportOf(chain)).Body));
    }

    [Fact]
    public async Task Sends_sixteen_exceptions_of_a_tree_at_most()
    {
        Exception tree = new Stackless("leaf");
        for (var i = 0; i < 6; i++)
            tree = new StacklessAggregate("branch", tree, tree, tree, tree);

        Assert.Equal(16, Count((await ReportOf(tree)).Body));
    }

    [Fact]
    public async Task Cuts_a_message_that_Lambda_would_refuse()
    {
        var report = JsonDocument.Parse((await ReportOf(new Stackless(new string('x', 10_000_000)))).Body).RootElement;

        Assert.Equal(new string('x', 16 * 1024), report.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Keeps_a_type_name_out_of_the_header_where_it_is_not_ASCII()
    {
        var request = await ReportOf(new Größenfehler<int>());

        Assert.Equal("Gr__enfehler_1", request.ErrorType);
        Assert.Equal("""{"errorMessage":"","errorType":"Größenfehler`1","stackTrace":[]}""", request.Body);
    }

    private static async Task<ReceivedRequest> ReportOf(Exception thrown)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "");
        await function.ServeAllAsync((_, _) => throw thrown);
        return Assert.Single(function.Api.Posts);
    }

    private static int Count(string body) => body.Split("\"errorMessage\"").Length - 1;

    private sealed class Größenfehler<T>() : Stackless("");

    private sealed class Unreadable : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string? StackTrace => throw new InvalidCastException();
    }
}
