using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests;

/// <summary>What happens to a user for whom the function runs more than once, at the same time or because it was cut short.</summary>
[Collection(nameof(FaultedEmulators))]
public sealed class RepetitionTests(EmulatorFixture emulators, FaultyServices services) : IClassFixture<FaultyServices>, IDisposable
{
    public void Dispose()
    {
        if (emulators.IsAvailable)
            services.AssertNothingElseWentWrong();
    }

    [SkippableFact]
    public async Task Three_calls_that_overlap_make_one_record()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
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

        var confirmation = await new CognitoCaller(services.FunctionPool.InvokeAsync, TimeSpan.FromMilliseconds(100)).CallAsync(emulators.Event(name, sub));
        var results = await Task.WhenAll(confirmation.Calls);

        Assert.Equal(3, results.Length);
        Assert.All(results, result => Assert.False(result.IsError, result.ErrorMessage));
        await services.AssertProvisionedAsync(name, sub);
    }

    [SkippableFact]
    public async Task A_cart_filled_between_two_attempts_survives()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        var cutAfterShopping = new Fault("cut after the user shopped", async exchange =>
        {
            await exchange.ServeAsync();
            Assert.True(await emulators.FillCartAsync(sub));
            exchange.Cut();
        });
        services.Plan(tables: number => number == 1 ? cutAfterShopping : null);

        var result = await services.InvokeAsync(name, sub);

        Assert.False(result.IsError, result.ErrorMessage);
        Assert.Equal("3", (await emulators.FindRecordAsync(sub))!["shopping_cart"].M["apples"].N);
        await services.AssertProvisionedAsync(name, sub);
    }

    [SkippableTheory]
    [InlineData("group", false)]
    [InlineData("group", true)]
    [InlineData("record", false)]
    [InlineData("record", true)]
    public async Task A_process_killed_in_the_middle_leaves_a_user_that_another_call_completes(string step, bool afterTheWork)
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        var kill = services.FunctionPool.Kill(afterTheWork);
        Func<int, Fault?> first = number => number == 1 ? kill : null;
        services.Plan(step == "group" ? first : null, step == "record" ? first : null);

        var result = await services.InvokeAsync(name, sub);
        Assert.Equal(ExpectedErrors.FromLambda(result), result.ErrorMessage);
        Assert.Equal(step == "record" && afterTheWork, await emulators.FindRecordAsync(sub) is not null);
        await services.FunctionPool.WarmUpAsync();

        Assert.False((await services.InvokeAsync(name, sub)).IsError);
        await services.AssertProvisionedAsync(name, sub);
    }
}
