using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using Moq;

namespace PostConfirmation.Tests;

public sealed class EventSerializerTests
{
    public static TheoryData<string> RecordedEvents =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "events")).Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Theory]
    [MemberData(nameof(RecordedEvents))]
    public void Every_recorded_event_is_read_and_answered_with_a_response_object(string name)
    {
        var answer = JsonNode.Parse(Some.Write(new FunctionHarness().Invoke(Some.Read(Some.RecordedEvent(name)))))!;

        var sent = JsonNode.Parse(Some.RecordedEvent(name))!;
        Assert.IsType<JsonObject>(answer["response"]);
        foreach (var field in (string[])["userPoolId", "userName", "triggerSource", "region"])
            Assert.Equal((string?)sent[field], (string?)answer[field]);
        Assert.Equal(
            sent["request"]!["userAttributes"]!.AsObject().Select(a => (a.Key, a.Value!.ToString())),
            answer["request"]!["userAttributes"]!.AsObject().Select(a => (a.Key, a.Value!.ToString())));
    }

    [Theory]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("1", "1")]
    [InlineData("1.50", "1.50")]
    [InlineData("\"text\"", "text")]
    [InlineData("{\"a\": [1]}", "{\"a\": [1]}")]
    public void An_attribute_may_be_any_JSON(string json, string value) =>
        Assert.Equal(value, Read("""{"request":{"userAttributes":{"x":@}}}""".Replace("@", json, StringComparison.Ordinal))!["x"]);

    [Fact]
    public void An_attribute_may_be_null() => Assert.Null(Read("""{"request":{"userAttributes":{"x":null}}}""")!["x"]);

    [Theory]
    [InlineData("\\ud800", "\uFFFD")]
    [InlineData("a\\udc00\\ud800b", "a\uFFFD\uFFFDb")]
    [InlineData("\\\\ud800 \\ud83d\\ude00 \\udfff", "\\ud800 \U0001F600 \uFFFD")]
    [InlineData("\\ud800\\n\\\"", "\uFFFD\n\"")]
    [InlineData("\\uD800\\uD800\\uDC00\\uDBFF", "\uFFFD\U00010000\uFFFD")]
    public void Half_a_character_does_not_make_an_event_unreadable(string escaped, string value)
    {
        var attributes = Read("""{"request":{"userAttributes":{"x":"@","@":"y"}}}""".Replace("@", escaped, StringComparison.Ordinal))!;

        Assert.Equal(value, attributes["x"]);
        Assert.Equal("y", attributes[value]);
    }

    [Theory]
    [InlineData("", "line 1, byte 0")]
    [InlineData("{", "line 1, byte 1")]
    [InlineData("{\n\"request\": 5}", "line 2, byte 12")]
    [InlineData("[]", "line 1, byte 1")]
    [InlineData("\"maria@example.com\"", "line 1, byte 19")]
    [InlineData("{\"request\":{\"userAttributes\":[]}}", "line 1, byte 30")]
    public void Input_that_is_not_an_event_is_refused_with_its_place_and_none_of_its_text(string json, string place)
    {
        var trigger = new FunctionHarness();

        var e = Assert.Throws<SignUpIncompleteException>(() => trigger.Invoke(Some.Read(json)));

        Assert.Equal(new SignUpIncompleteException(Some.RequestId).Message, e.Message);
        Assert.Equal($"the event is not a post-confirmation event ({place})", trigger.Logged["reason"]);
        Assert.Equal("failed", trigger.Logged["outcome"]);
        Assert.Empty(trigger.Calls);
    }

    [Fact]
    public void An_answer_that_cannot_be_written_shows_the_fixed_message_and_its_reason_is_logged()
    {
        var logger = new RecordingLogger();
        var context = Mock.Of<ILambdaContext>(c => c.AwsRequestId == Some.RequestId && c.Logger == logger);
        using var full = new MemoryStream(new byte[1]); // cannot grow

        var e = Assert.Throws<SignUpIncompleteException>(() => new EventSerializer { Context = context }.Serialize(Some.Event(), full));

        Assert.Equal(new SignUpIncompleteException(Some.RequestId).Message, e.Message);
        Assert.Null(e.InnerException);
        var logged = Assert.Single(logger.Lines).Properties;
        Assert.Equal("failed", logged["outcome"]);
        Assert.Equal("the answer cannot be written (NotSupportedException)", logged["reason"]);
        Assert.Equal(Some.Sub, logged["sub"]);
    }

    [Fact]
    public void Where_no_place_is_known_none_is_told() =>
        Assert.Equal("the event is not a post-confirmation event", new UnreadableEvent(cause: null).Problem);

    private static Dictionary<string, string>? Read(string json) => Some.Read(json).Request!.UserAttributes;
}
