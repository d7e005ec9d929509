using FsCheck;
using FsCheck.Fluent;

namespace PostConfirmation.Tests;

public sealed class HostileEventTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(200);

    [Fact]
    public void Any_event_is_answered_or_refused_in_fixed_words_with_one_line_about_it() => Check.One(
        Often,
        Prop.ForAll(HostileEvent.Any, json =>
        {
            var trigger = new FunctionHarness();
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
            var trigger = new FunctionHarness();
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
    public void What_the_client_adds_changes_nothing() => Check.One(
        Often,
        Prop.ForAll(Arb.From(HostileEvent.ClientMetadata), metadata =>
        {
            var (with, without) = (new FunctionHarness(), new FunctionHarness());

            with.Invoke(Some.Read(HostileEvent.With(metadata)));
            without.Invoke(Some.Read(HostileEvent.With("null")));

            Assert.Equal(without.Logged, with.Logged);
            Assert.Equal(DynamoDbJson.From(without.WrittenItem), DynamoDbJson.From(with.WrittenItem));
            var (group, expected) = (Assert.Single(with.GroupCalls).Request, Assert.Single(without.GroupCalls).Request);
            Assert.Equivalent(expected, group, strict: true);
        }));
}
