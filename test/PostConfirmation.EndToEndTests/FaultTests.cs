using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests;

/// <summary>What happens to a user when something goes wrong between the function and a service.</summary>
[Collection(nameof(Playground))]
public sealed class FaultTests(Playground playground, FaultyServices services) : IClassFixture<FaultyServices>, IDisposable
{
    /// <summary>Half a second before Cognito gives up.</summary>
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(4.5);

    public static TheoryData<string> EveryFault => [.. Fault.All.Select(fault => fault.Name)];

    /// <summary>Half an answer to the group call is a whole one: nothing stands in it that anybody reads.</summary>
    public static TheoryData<string> EveryFaultOfAGroupCall => [.. Fault.All.Where(fault => fault != Fault.HalfAnAnswer).Select(fault => fault.Name)];

    public void Dispose()
    {
        if (playground.IsAvailable)
            services.AssertNothingElseWentWrong();
    }

    [SkippableTheory]
    [MemberData(nameof(EveryFault))]
    public async Task A_fault_that_passes_is_noticed_by_nobody(string fault)
    {
        playground.Require();
        var (name, sub) = await playground.SignUpAsync();
        services.Plan(First(fault), First(fault));

        var result = await InvokeAsync(name, sub);

        Assert.False(result.IsError, result.ErrorMessage);
        await AssertProvisionedAsync(name, sub);

        static Func<int, Fault?> First(string fault) => number => number == 1 ? Fault.Named(fault) : null;
    }

    [SkippableFact]
    public async Task Services_that_take_half_a_second_are_waited_for()
    {
        playground.Require();
        var (name, sub) = await playground.SignUpAsync();
        var slow = Fault.Late(TimeSpan.FromSeconds(0.5));
        services.Plan(_ => slow, _ => slow);

        var result = await InvokeAsync(name, sub);

        Assert.False(result.IsError, result.ErrorMessage);
        await AssertProvisionedAsync(name, sub);
    }

    [SkippableTheory]
    [MemberData(nameof(EveryFaultOfAGroupCall))]
    public async Task A_group_call_that_keeps_failing_is_remembered_in_the_record_and_the_sign_up_succeeds(string fault)
    {
        playground.Require();
        var (name, sub) = await playground.SignUpAsync();
        services.Plan(userPools: _ => Fault.Named(fault));

        var result = await InvokeAsync(name, sub);

        Assert.False(result.IsError, result.ErrorMessage);
        Assert.Equal(playground.UserPool.GroupName, (await playground.FindRecordAsync(sub))!["pending_group"].S);
        var line = Assert.Single(await services.Fleet.Log.OfAsync(sub, 1));
        Assert.Equal(("group-deferred", "group", true), ((string?)line["outcome"], (string?)line["step"], (bool?)line["retryable"]));
    }

    [SkippableTheory]
    [MemberData(nameof(EveryFault))]
    public async Task A_record_that_cannot_be_written_is_told_in_fixed_words_and_another_call_completes_it(string fault)
    {
        playground.Require();
        var (name, sub) = await playground.SignUpAsync();
        services.Plan(tables: _ => Fault.Named(fault));

        var result = await InvokeAsync(name, sub);

        Assert.Equal(Words.OfTheFunction(result), result.ErrorMessage);
        var line = Assert.Single(await services.Fleet.Log.OfAsync(sub, 1));
        Assert.Equal(("failed", "record", true), ((string?)line["outcome"], (string?)line["step"], (bool?)line["retryable"]));

        services.Plan();
        Assert.False((await InvokeAsync(name, sub)).IsError);
        await AssertProvisionedAsync(name, sub);
    }

    [SkippableFact]
    public async Task Where_nothing_answers_the_user_is_told_before_Cognito_gives_up()
    {
        playground.Require();
        var (name, sub) = await playground.SignUpAsync();
        services.Plan(_ => Fault.NoAnswer, _ => Fault.NoAnswer);

        var confirmation = await new CognitoCaller(services.Fleet.InvokeAsync, CognitoCaller.Patience).CallAsync(playground.Event(name, sub));

        var result = await Assert.Single(confirmation.Calls);
        Assert.Same(result, confirmation.Answer);
        Assert.Equal(Words.OfTheFunction(result), result.ErrorMessage);
        Assert.InRange(result.Duration, TimeSpan.Zero, InTime);
    }

    [SkippableFact]
    public async Task Three_calls_that_overlap_make_one_record()
    {
        playground.Require();
        var (name, sub) = await playground.SignUpAsync();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var together = new Fault("held until the third", async exchange =>
        {
            await all.Task.WaitAsync(exchange.GivenUp);
            await exchange.AnswerAsync(await exchange.ServeAsync());
        });
        services.Plan(userPools: number =>
        {
            if (number == 3)
                all.TrySetResult();
            return together;
        });

        var confirmation = await new CognitoCaller(services.Fleet.InvokeAsync, TimeSpan.FromMilliseconds(100)).CallAsync(playground.Event(name, sub));
        var results = await Task.WhenAll(confirmation.Calls);

        Assert.Equal(3, results.Length);
        Assert.All(results, result => Assert.False(result.IsError, result.ErrorMessage));
        await AssertProvisionedAsync(name, sub);
    }

    [SkippableFact]
    public async Task A_cart_filled_between_two_attempts_survives()
    {
        playground.Require();
        var (name, sub) = await playground.SignUpAsync();
        var cutAfterShopping = new Fault("cut after the user shopped", async exchange =>
        {
            await exchange.ServeAsync();
            Assert.True(await playground.FillCartAsync(sub));
            exchange.Cut();
        });
        services.Plan(tables: number => number == 1 ? cutAfterShopping : null);

        var result = await InvokeAsync(name, sub);

        Assert.False(result.IsError, result.ErrorMessage);
        Assert.Equal("3", (await playground.FindRecordAsync(sub))!["shopping_cart"].M["apples"].N);
        await AssertProvisionedAsync(name, sub);
    }

    [SkippableTheory]
    [InlineData("group", false)]
    [InlineData("group", true)]
    [InlineData("record", false)]
    [InlineData("record", true)]
    public async Task A_process_killed_in_the_middle_leaves_nothing_that_another_call_does_not_complete(string step, bool afterTheWork)
    {
        playground.Require();
        var (name, sub) = await playground.SignUpAsync();
        var kill = Fault.Kill(services.Fleet, afterTheWork);
        Func<int, Fault?> first = number => number == 1 ? kill : null;
        services.Plan(step == "group" ? first : null, step == "record" ? first : null);

        var result = await InvokeAsync(name, sub);
        Assert.Equal(Words.OfLambda(result), result.ErrorMessage);
        Assert.Equal(step == "record" && afterTheWork, await playground.FindRecordAsync(sub) is not null);

        Assert.False((await InvokeAsync(name, sub)).IsError);
        await AssertProvisionedAsync(name, sub);
    }

    private async Task<InvocationResult> InvokeAsync(string name, string sub)
    {
        var result = await services.Fleet.InvokeAsync(playground.Event(name, sub));
        Assert.InRange(result.Duration, TimeSpan.Zero, InTime);
        return result;
    }

    /// <summary>In the group, and with a record that says so and was written once.</summary>
    private async Task AssertProvisionedAsync(string name, string sub)
    {
        Assert.Equal([playground.UserPool.GroupName], await playground.UserPool.GroupsOfAsync(name));
        Assert.DoesNotContain("pending_group", (await playground.FindRecordAsync(sub))!.Keys);
        Assert.Single(services.Ledger.Of(sub));
    }
}
