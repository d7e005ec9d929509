namespace PostConfirmation.Benchmarks;

/// <summary>What the first call of the native function takes over a slow network at 128 MB, with and without connections made during the start.</summary>
internal sealed class FirstCallBenchmark(BenchmarkOptions options, Action<string> say)
{
    private const int WarmCalls = 10;

    public async Task<FirstCall> RunAsync(Variant native, Surroundings surroundings, CpuShare share, CancellationToken cancellationToken)
    {
        await using var cognito = new SlowNetwork(surroundings.Cognito);
        await using var dynamoDb = new SlowNetwork(surroundings.DynamoDb);
        var slow = surroundings with { Cognito = cognito.Address, DynamoDb = dynamoDb.Address };
        var results = new FirstCall(SlowNetwork.RoundTripMs, new(), new(), new());
        for (var run = 0; run <= options.Runs / 2; run++)
        {
            foreach (var refuses in (bool[])[false, true])
            {
                say($"first call over a slow network: run {run} of {options.Runs / 2}, {(refuses ? "without" : "with")} connections from the start");
                cognito.Refuses = dynamoDb.Refuses = refuses;
                await using var function = await FunctionRun.StartAsync(native, slow, share, cancellationToken);
                await Task.Delay(800, cancellationToken); // longer than the start may wait for its connections
                cognito.Refuses = dynamoDb.Refuses = false;
                var first = await function.CallAsync(cancellationToken);
                if (run == 0)
                    continue;
                (refuses ? results.Without : results.With).Values.Add(first);
                for (var call = 0; call < WarmCalls; call++)
                    results.Warm.Values.Add(await function.CallAsync(cancellationToken));
            }
        }
        return results;
    }
}
