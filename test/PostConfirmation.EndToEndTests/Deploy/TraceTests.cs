using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

[Collection(nameof(Deployed))]
public sealed class TraceTests(EmulatorFixture emulators)
{
    [SkippableFact]
    public async Task The_trace_id_of_an_invocation_is_in_its_log_line_and_in_its_calls_of_AWS()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        var before = emulators.Traces.Count();

        await emulators.UserPool.ConfirmSignUpAsync(name);

        var trace = (string?)Assert.Single(await emulators.Log.OfAsync(sub, 1))["traceId"];
        Assert.StartsWith("Root=1-", trace, StringComparison.Ordinal);
        Assert.Equal([trace, trace], emulators.Traces.Skip(before));
    }
}
