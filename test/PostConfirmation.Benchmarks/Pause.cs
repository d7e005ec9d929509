namespace PostConfirmation.Benchmarks;

/// <summary>An invocation after a while in which Lambda froze the process and the services closed its connections.</summary>
internal static class Pause
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    public static async Task<double> MeasureAsync(FunctionRun function, Services services, CancellationToken cancellationToken)
    {
        await Task.Delay(Settle, cancellationToken); // it asks for work, and is idle
        function.Freeze();
        await services.CloseConnectionsAsync();
        await Task.Delay(Settle, cancellationToken); // the quota of a fresh period
        return await function.ThawAndCallAsync(cancellationToken);
    }
}

/// <summary>The same after more than five minutes, which .NET lets pass before it reads the trust store again: all processes wait at once.</summary>
internal sealed class LongPause(Action<string> say, Func<Variant, Func<Task>, Task> orLeaveOutAsync)
{
    private const int Runs = 5;
    private const int WarmCalls = 5;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(310);

    public async Task MeasureAsync(
        IReadOnlyList<Variant> variants, IReadOnlyList<CpuShare> shares, Dictionary<Variant, VariantResults> results, Surroundings surroundings, Services services,
        CancellationToken cancellationToken)
    {
        var frozen = new List<(Variant Variant, CpuShare Share, FunctionRun Function)>();
        try
        {
            for (var run = 1; run <= Runs; run++)
            {
                foreach (var (variant, share) in variants.SelectMany(_ => shares, (variant, share) => (variant, share)))
                {
                    say($"before the long pause, {share.Name}: run {run} of {Runs}, {variant.Title}");
                    await orLeaveOutAsync(variant, async () =>
                    {
                        var function = await FunctionRun.StartAsync(variant, surroundings, share, cancellationToken);
                        frozen.Add((variant, share, function));
                        for (var call = 0; call < WarmCalls; call++)
                            await function.CallAsync(cancellationToken);
                        await Task.Delay(200, cancellationToken);
                        function.Freeze();
                    });
                }
            }
            await services.CloseConnectionsAsync();
            say($"a pause of {Length.TotalSeconds} s");
            await Task.Delay(Length, cancellationToken);
            foreach (var (variant, share, function) in frozen)
            {
                await orLeaveOutAsync(variant, async () =>
                    results[variant].Shares[share.Name].LongPause.Values.Add(await function.ThawAndCallAsync(cancellationToken)));
                function.Freeze(); // or it would disturb the next
            }
            services.Expect(frozen.Count * (WarmCalls + 1));
        }
        finally
        {
            foreach (var (_, _, function) in frozen)
                await function.DisposeAsync();
        }
    }
}
