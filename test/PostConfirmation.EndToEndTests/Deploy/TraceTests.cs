using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

[Collection(nameof(Playground))]
public sealed class TraceTests(Playground playground)
{
    [SkippableFact]
    public async Task The_trace_id_of_an_invocation_is_in_its_log_line_and_in_its_calls_of_AWS()
    {
        playground.Require();
        var (name, sub) = await playground.SignUpAsync();
        var before = playground.Traces.Count();

        await playground.UserPool.ConfirmSignUpAsync(name);

        var trace = (string?)Assert.Single(await playground.Log.OfAsync(sub, 1))["traceId"];
        Assert.StartsWith("Root=1-", trace, StringComparison.Ordinal);
        Assert.Equal([trace, trace], playground.Traces.Skip(before));
    }
}
