using FsCheck;
using FsCheck.Fluent;

namespace PostConfirmation.Tests;

public sealed class HostileEventTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(200);

    /// <summary>One harness for all events of a test, because mocking the two services takes most of the time.</summary>
    private readonly FunctionHarness trigger = new();

    [Fact]
    public void Any_event_is_answered_or_gets_a_fixed_message_and_has_one_log_line() => Check.One(
        Often,
        Prop.ForAll(HostileEvent.Any, json =>
        {
            trigger.Clear();
            try
            {
                Assert.Contains("\"response\":{", Some.Write(trigger.Invoke(Some.Read(json))), StringComparison.Ordinal);
                Assert.NotEqual("failed", trigger.Logged["outcome"]);
            }
            catch (SignUpIncompleteException e)
            {
                Assert.Equal(new SignUpIncompleteException(Some.RequestId).Message, e.Message);
                Assert.Equal("failed", trigger.Logged["outcome"]);
                Assert.StartsWith("the event ", (string)trigger.Logged["reason"]!, StringComparison.Ordinal);
            }
        }));

    [Fact]
    public void No_text_from_outside_ends_a_log_line_or_reorders_or_floods_it() => Check.One(
        Often,
        Prop.ForAll(Arb.From(Hostile.TextWithHalves.Where(text => text.Length > 0)), text =>
        {
            trigger.Clear();
            var input = Some.Event(triggerSource: text, attributes: ("sub", text));
            (input.UserPoolId, input.UserName) = (text, text);

            trigger.Invoke(input);

            Assert.Matches(@"\A(\w+=\{\w+\} ?)+\z", trigger.LoggedLine.Template);
            Assert.All(trigger.LoggedLine.Values.OfType<string>(), value =>
            {
                Assert.InRange(value.Length, 0, 300);
                Assert.DoesNotContain(value, c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u202E' or '\u200F' or '\u2028' or '\uFEFF');
            });
        }));

    [Fact]
    public void Client_metadata_of_any_content_changes_nothing() => Check.One(
        Often,
        Prop.ForAll(Arb.From(HostileEvent.ClientMetadata), metadata =>
        {
            var (expected, actual) = (Done("null"), Done(metadata));

            Assert.Equal(expected.Logged, actual.Logged);
            Assert.Equal(expected.Item, actual.Item);
            Assert.Equivalent(expected.Group, actual.Group, strict: true);
        }));

    private (IReadOnlyDictionary<string, object?> Logged, string Item, object Group) Done(string metadata)
    {
        trigger.Clear();
        trigger.Invoke(Some.Read(HostileEvent.With(metadata)));
        return (trigger.Logged, DynamoDbJson.From(trigger.WrittenItem), Assert.Single(trigger.GroupCalls).Request);
    }
}
