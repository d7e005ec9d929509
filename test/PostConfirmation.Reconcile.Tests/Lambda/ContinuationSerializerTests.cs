using System.Text.Json.Nodes;
using PostConfirmation.Reconcile.Lambda;

namespace PostConfirmation.Reconcile.Tests.Lambda;

/// <summary>The event and the answer.</summary>
public sealed class ContinuationSerializerTests
{
    [Theory]
    [InlineData("{}", null, false)]
    [InlineData("", null, false)]
    [InlineData("null", null, false)]
    [InlineData("[1]", null, false)]
    [InlineData("\"text\"", null, false)]
    [InlineData("not JSON", null, false)]
    [InlineData("""{"version":"0","detail-type":"Scheduled Event"}""", null, false)]
    [InlineData("""{"next":null}""", null, false)]
    [InlineData("""{"next":7}""", null, false)]
    [InlineData("""{"next":""}""", null, false)]
    [InlineData("""{"next":"page:"}""", null, false)]
    [InlineData("""{"next":"again:"}""", null, true)]
    [InlineData("""{"next":"page:a:b","runs":{}}""", "a:b", false)]
    [InlineData("""{"next":"again:page:x"}""", "page:x", true)]
    [InlineData("""{"next":"CAISlgIIARL:x"}""", "CAISlgIIARL:x", false)]
    public void Any_event_is_read_and_only_a_text_in_next_says_where_to_go_on(string input, string? token, bool isRestarted)
    {
        using var payload = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input));

        Assert.Equal(new Continuation(new(token), isRestarted), new ContinuationSerializer().Deserialize<Continuation>(payload));
    }

    [Fact]
    public void The_answer_is_the_JSON_of_the_object()
    {
        using var payload = new MemoryStream();

        new ContinuationSerializer().Serialize(new JsonObject { ["seen"] = 1, ["next"] = null }, payload);

        Assert.Equal("""{"seen":1,"next":null}""", System.Text.Encoding.UTF8.GetString(payload.ToArray()));
    }
}
