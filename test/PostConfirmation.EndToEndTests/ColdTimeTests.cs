using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local;
using PostConfirmation.Local.Faults;
using Xunit.Abstractions;

namespace PostConfirmation.EndToEndTests;

/// <summary>
/// Cognito's 5 s include the start of the process. These tests measure real time. So they run alone, and the best of several
/// runs counts: a busy machine only makes answers later, never earlier.
/// </summary>
[Collection(nameof(Alone))]
public sealed class ColdTimeTests(ITestOutputHelper output)
{
    private const int Times = 3;
    private const string NoHangingLookup = "This user may not make a namespace (unshare --user --mount).";

    [Theory]
    [InlineData("no connection is answered")]
    [InlineData("no request is answered")]
    public async Task When_nothing_answers_the_user_sees_an_error_within_four_and_a_half_seconds_of_the_start(string what)
    {
        await using var services = await FastServices.StartAsync();
        await using var relay = new ConnectionRelay(services.Address);
        services.IsSilent = what == "no request is answered";
        relay.Plan = _ => services.IsSilent ? null : ConnectionFault.NeverAnswered;

        await AssertErrorInTimeAsync(() => ColdFunction.StartAsync(services, relay.Address));
    }

    /// <remarks>All look-ups of a name wait for the first one, so another attempt does not help: the function must give up in time.</remarks>
    [SkippableFact]
    public async Task When_name_lookups_hang_the_user_sees_an_error_within_four_and_a_half_seconds_of_the_start()
    {
        using var lookup = await HangingLookup.TryCreateAsync();
        Skip.If(lookup is null, NoHangingLookup);
        await using var services = await FastServices.StartAsync();

        await AssertErrorInTimeAsync(() => ColdFunction.StartAsync(services, executable: lookup.Executable));
    }

    [SkippableFact]
    public async Task A_name_lookup_that_hangs_during_the_start_does_not_block_the_next_one()
    {
        await using var services = await FastServices.StartAsync();

        var result = await TryAsync();
        for (var time = 2; time <= Times && result.IsError; time++)
            result = await TryAsync();

        Assert.False(result.IsError, result.ErrorMessage);

        async Task<InvocationResult> TryAsync()
        {
            using var lookup = await HangingLookup.TryCreateAsync();
            Skip.If(lookup is null, NoHangingLookup);
            await using var function = await ColdFunction.StartAsync(services, executable: lookup.Executable);
            await lookup.EndAsync();
            return await function.FirstAnswer;
        }
    }

    /// <summary>Lambda may start a process long before it is needed.</summary>
    [Fact]
    public async Task A_wait_before_the_first_event_is_not_taken_from_its_time()
    {
        await using var services = await FastServices.StartAsync();
        services.IsSilent = true;

        var longest = TimeSpan.Zero;
        for (var time = 1; time <= Times && longest < TimeSpan.FromSeconds(2); time++)
        {
            await using var function = await ColdFunction.StartAsync(services, wait: TimeSpan.FromSeconds(3));
            var result = await function.FirstAnswer;
            output.WriteLine($"ready after {function.InitDuration.TotalMilliseconds:0} ms, worked for {result.Duration.TotalMilliseconds:0} ms");
            longest = result.Duration > longest ? result.Duration : longest;
        }

        Assert.InRange(longest, TimeSpan.FromSeconds(2), FaultyServices.InTime);
    }

    private async Task AssertErrorInTimeAsync(Func<Task<ColdFunction>> startAsync)
    {
        var fastest = TimeSpan.MaxValue;
        for (var time = 1; time <= Times && fastest > FaultyServices.InTime; time++)
        {
            await using var function = await startAsync();
            var result = await function.FirstAnswer;
            Assert.Equal(ExpectedErrors.FromFunction(result), result.ErrorMessage);
            output.WriteLine($"ready after {function.InitDuration.TotalMilliseconds:0} ms, answered after {result.Elapsed.TotalMilliseconds:0} ms");
            fastest = result.Elapsed < fastest ? result.Elapsed : fastest;
        }

        Assert.InRange(fastest, TimeSpan.Zero, FaultyServices.InTime);
    }

    /// <remarks>A busy machine may need more than a quarter of a second to send a request: then another process tries.</remarks>
    [Fact]
    public async Task With_no_time_left_each_of_the_two_calls_is_attempted_all_the_same()
    {
        await using var services = await FastServices.StartAsync();

        for (var time = 1; time <= 10 && services.Operations.Count < 2; time++)
        {
            await using var lambda = await LambdaEndpoint.StartAsync(TimeSpan.FromMilliseconds(300)); // what the function keeps for the answer
            await using var function = FunctionProcess.Start(
                new(lambda.Address, services.Address, services.Address, "users", "customers", Variables: services.Trust));
            await lambda.Ready.WaitAsync(TimeSpan.FromSeconds(60));
            var result = await lambda.InvokeAsync(Payloads.Good);
            output.WriteLine($"{string.Join(", ", services.Operations.Keys)}; error: {result.ErrorMessage}");
        }

        Assert.Equal(["AdminAddUserToGroup", "PutItem"], services.Operations.Keys.Order());
    }
}
