using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests;

/// <summary>Anything that users, clients and callers can send, against the function's own executable and the table.</summary>
[Collection(nameof(EmulatorFixture))]
public sealed class HostileInputTests(EmulatorFixture emulators) : IDisposable
{
    public void Dispose() => emulators.Log.AssertNamesNobody();

    [SkippableFact]
    public async Task The_table_takes_and_keeps_any_address()
    {
        emulators.Require();
        var (name, _) = await emulators.SignUpAsync();
        await using var functions = await emulators.StartFunctionsAsync();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(HostileAddress.Any, async address =>
        {
            var sub = Guid.NewGuid().ToString();
            var result = await functions.InvokeAsync(With("Personal Street 1", address, emulators.Event(name, sub)));

            Assert.False(result.IsError, result.ErrorMessage);
            // Half a character cannot be written in UTF-8, so it cannot be sent to the function or the table.
            var typed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(address));
            KeptAddress.Assert(typed, (await emulators.FindRecordAsync(sub))!["addresses"].M);
        }));
    }

    [SkippableFact]
    public async Task Any_invalid_event_gets_a_fixed_message_and_the_process_goes_on()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        var good = emulators.Event(name, sub);
        await using var functions = await emulators.StartFunctionsAsync();
        var bad = Gen.OneOf(Gen.Choose(0, good.Length - 1).Select(length => good[..length]), HostileJson.Any, Hostile.TextWithHalves);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Arb.From(bad), async json =>
        {
            var result = await functions.InvokeAsync(json);
            Assert.Equal(ExpectedErrors.FromFunction(result), result.ErrorMessage);
        }));

        Assert.False((await functions.InvokeAsync(good)).IsError);
        Assert.False(functions.Processes.Single().Exited.IsCompleted);
    }

    [SkippableTheory]
    [InlineData("JSON")]
    [InlineData("Text")]
    public async Task No_value_of_an_event_can_forge_a_log_line(string format)
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        await using var functions = await emulators.StartFunctionsAsync(variables: new() { ["AWS_LAMBDA_LOG_FORMAT"] = format }, keep: false);
        string[] values = [sub, name, emulators.UserPool.Id, "PostConfirmation_ConfirmSignUp", "personal.event@example.com", "Personal Street 1"];
        string[] ends = ["\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\0", "\"", "\"}\n"];

        var requestIds = new List<string>();
        foreach (var (value, end) in values.SelectMany(value => ends.Select(end => (value, end))))
        {
            var forged = $"{end}{{\"outcome\":\"forged\"}}{end}2026-01-01T00:00:00.000Z\tforged\tinfo\toutcome=forged{end}";
            requestIds.Add((await functions.InvokeAsync(With(value, value + forged, emulators.Event(name, sub)))).RequestId);
        }

        await functions.DisposeAsync();
        // In the text format an exception has several lines: its fixed message, and the stack trace.
        var lines = functions.Log.Lines.Where(line => format == "JSON" || !IsStackFrame(line)).ToList();
        Assert.All(lines, written =>
        {
            Assert.DoesNotContain(written, c => (char.IsControl(c) && c != '\t') || c is '\u2028' or '\u2029');
            var json = format == "JSON" ? JsonNode.Parse(written)! : null;
            Assert.Contains(json is null ? written.Split('\t')[1] : (string?)json["requestId"], requestIds);
            Assert.NotEqual("forged", (string?)json?["outcome"]);
        });
        Assert.Equal(requestIds.Count, lines.Count(written => written.Contains("elapsedMs=", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task The_longest_names_of_users_and_groups_are_taken()
    {
        emulators.Require();
        var name = "personal-\u202E-é-'\"{}-" + new string('n', 128 - 18);
        var group = new string('g', 128);
        await emulators.UserPool.CreateGroupAsync(group);
        var sub = await emulators.UserPool.SignUpAsync(name, new Dictionary<string, string> { ["email"] = "personal.long@example.com" });
        await using var functions = await emulators.StartFunctionsAsync(variables: new() { ["APP_GROUP_NAME"] = group });

        var result = await functions.InvokeAsync(emulators.Event(name, sub));

        Assert.False(result.IsError, result.ErrorMessage);
        Assert.Equal(128, name.Length);
        Assert.Equal([group], await emulators.UserPool.GroupsOfAsync(name));
        Assert.Equal(name, (await emulators.FindRecordAsync(sub))!["username"].S);
    }

    [SkippableTheory]
    [InlineData(1019, true)] // with USER# the 1,024 bytes of a sort key
    [InlineData(1020, false)]
    [InlineData(2048, false)]
    public async Task A_sub_that_fits_into_a_key_is_taken_and_a_longer_one_gets_a_fixed_message(int length, bool taken)
    {
        emulators.Require();
        var (name, _) = await emulators.SignUpAsync();
        var sub = new string('s', length);
        await using var functions = await emulators.StartFunctionsAsync();

        var result = await functions.InvokeAsync(emulators.Event(name, sub));

        Assert.Equal(taken ? null : ExpectedErrors.FromFunction(result), result.ErrorMessage);
        Assert.Equal(taken ? 1 : 0, await emulators.CountRecordsAsync(sub));
    }

    private static bool IsStackFrame(string line) =>
        line.StartsWith("   at ", StringComparison.Ordinal) || line == "--- End of stack trace from previous location ---";

    /// <summary>The event with one text replaced by another.</summary>
    private static string With(string text, string other, string json) =>
        json.Replace(JsonValue.Create(text).ToJsonString(), Hostile.Quote(other), StringComparison.Ordinal);
}
