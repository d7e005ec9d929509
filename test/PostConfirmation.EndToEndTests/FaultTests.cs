using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests;

/// <summary>What happens to a user when something goes wrong between the function and a service.</summary>
[Collection(nameof(FaultedEmulators))]
public sealed class FaultTests(EmulatorFixture emulators, FaultyServices services) : IClassFixture<FaultyServices>, IDisposable
{
    public static TheoryData<string> EveryFault => [.. Fault.All.Select(fault => fault.Name)];

    /// <summary>Half an answer to the group call counts as a whole one, because the function reads nothing from its body.</summary>
    public static TheoryData<string> EveryFaultOfAGroupCall => [.. Fault.All.Where(fault => fault != Fault.HalfAnAnswer).Select(fault => fault.Name)];

    public void Dispose()
    {
        if (emulators.IsAvailable)
            services.AssertNothingElseWentWrong();
    }

    [SkippableTheory]
    [MemberData(nameof(EveryFault))]
    public async Task A_short_fault_does_not_affect_the_user(string fault)
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        services.Plan(First(fault), First(fault));

        var result = await services.InvokeAsync(name, sub);

        Assert.False(result.IsError, result.ErrorMessage);
        await services.AssertProvisionedAsync(name, sub);

        static Func<int, Fault?> First(string fault) => number => number == 1 ? Fault.Named(fault) : null;
    }

    [SkippableFact]
    public async Task Services_that_take_half_a_second_are_waited_for()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        var slow = Fault.Late(TimeSpan.FromSeconds(0.5));
        services.Plan(_ => slow, _ => slow);

        var result = await services.InvokeAsync(name, sub);

        Assert.False(result.IsError, result.ErrorMessage);
        await services.AssertProvisionedAsync(name, sub);
    }

    [SkippableTheory]
    [MemberData(nameof(EveryFaultOfAGroupCall))]
    public async Task A_group_call_that_keeps_failing_is_remembered_in_the_record_and_the_sign_up_succeeds(string fault)
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        services.Plan(userPools: _ => Fault.Named(fault));

        var result = await services.InvokeAsync(name, sub);

        Assert.False(result.IsError, result.ErrorMessage);
        Assert.Equal(emulators.UserPool.GroupName, (await emulators.FindRecordAsync(sub))!["pending_group"].S);
        var line = Assert.Single(await services.FunctionPool.Log.OfAsync(sub, 1));
        Assert.Equal(("group-deferred", "group", true), ((string?)line["outcome"], (string?)line["step"], (bool?)line["retryable"]));
    }

    [SkippableTheory]
    [MemberData(nameof(EveryFault))]
    public async Task A_record_that_cannot_be_written_shows_a_fixed_message_and_another_call_completes_the_user(string fault)
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        services.Plan(tables: _ => Fault.Named(fault));

        var result = await services.InvokeAsync(name, sub);

        Assert.Equal(ExpectedErrors.FromFunction(result), result.ErrorMessage);
        var line = Assert.Single(await services.FunctionPool.Log.OfAsync(sub, 1));
        Assert.Equal(("failed", "record", true), ((string?)line["outcome"], (string?)line["step"], (bool?)line["retryable"]));

        services.Plan();
        Assert.False((await services.InvokeAsync(name, sub)).IsError);
        await services.AssertProvisionedAsync(name, sub);
    }

    [SkippableFact]
    public async Task When_nothing_answers_the_user_sees_an_error_before_Cognito_gives_up()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        services.Plan(_ => Fault.NoAnswer, _ => Fault.NoAnswer);

        // A busy machine only makes answers later, never earlier, so the fastest of three runs counts.
        var fastest = TimeSpan.MaxValue;
        for (var call = 1; call <= 3 && fastest > FaultyServices.InTime; call++)
        {
            var result = await services.InvokeAsync(name, sub);
            Assert.Equal(ExpectedErrors.FromFunction(result), result.ErrorMessage);
            fastest = result.Duration < fastest ? result.Duration : fastest;
        }

        Assert.InRange(fastest, TimeSpan.Zero, FaultyServices.InTime);
    }
}
