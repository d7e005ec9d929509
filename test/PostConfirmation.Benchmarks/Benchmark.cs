using System.Runtime.InteropServices;
using System.Text;

namespace PostConfirmation.Benchmarks;

/// <param name="Runs">Starts of each variant at full speed; at the shares it is half of them.</param>
/// <param name="Period">Of the control group's quota.</param>
/// <param name="LongPause">Whether to wait for more than five minutes, too.</param>
/// <param name="IsTls">Else plain HTTP.</param>
/// <param name="FromStart">Whether the CPU share holds from the start of the process on.</param>
internal sealed record BenchmarkOptions(
    int Runs, int WarmUp, int Calls, IReadOnlyList<string> Only, TimeSpan Period, bool LongPause, bool IsTls, bool FromStart);

/// <summary>Measures the variants in turn, so that what disturbs the machine disturbs them all.</summary>
internal sealed class Benchmark(BenchmarkOptions options, Action<string> say)
{
    private readonly List<string> leftOut = [];
    private readonly HashSet<string> failed = [];
    private readonly Dictionary<Variant, VariantResults> results = [];

    public async Task<Results> RunAsync(CancellationToken cancellationToken)
    {
        using var authority = new Authority();
        using var store = Store(authority);
        var shares = Shares();
        foreach (var variant in await BuildAsync(cancellationToken))
        {
            results[variant] = new(variant.Name, variant.Title, variant.Version, variant.ZipBytes()) { Shares = shares.ToDictionary(share => share.Name, _ => Times.None()) };
            variant.Trust(authority);
        }

        var payload = await File.ReadAllBytesAsync(Path.Combine(Folders.Root, "test", "events", "confirm-sign-up.json"), cancellationToken);
        await using var services = await Services.StartAsync(store is null ? null : authority);
        var surroundings = new Surroundings(services.Cognito, services.DynamoDb, payload, store, options.Period, options.FromStart);
        foreach (var share in shares)
        {
            var runs = share == CpuShare.Full ? options.Runs : Math.Max(2, options.Runs / 2);
            for (var run = 0; run <= runs; run++) // the first, which fills the page cache and warms this process up, does not count
            {
                foreach (var variant in Measured)
                {
                    say($"{share.Name}: run {run} of {runs}, {variant.Title}");
                    await OrLeaveOutAsync(variant, () => MeasureAsync(variant, share, run, surroundings, services, cancellationToken));
                }
            }
        }
        if (options.LongPause)
            await new LongPause(say, OrLeaveOutAsync).MeasureAsync(Measured, shares, results, surroundings, services, cancellationToken);
        var native = Measured.SingleOrDefault(variant => variant.Name == Variant.Native);
        var firstCall = native is null ? null : await new FirstCallBenchmark(options, say).RunAsync(native, surroundings, shares[^1], cancellationToken);
        return new(
            DateOnly.FromDateTime(DateTime.UtcNow), Machine(), await Builds.AwsPackagesAsync(cancellationToken), Conditions(store),
            [.. Measured.Select(variant => results[variant])], firstCall, leftOut);
    }

    private List<Variant> Measured => [.. results.Keys.Where(variant => !failed.Contains(variant.Name))];

    private SystemStore? Store(Authority authority)
    {
        if (!options.IsTls)
            return null;
        if (SystemStore.WhyNot() is not { } reason)
            return new(authority);
        leftOut.Add($"TLS: {reason}");
        return null;
    }

    private async Task<List<Variant>> BuildAsync(CancellationToken cancellationToken)
    {
        var variants = new List<Variant>();
        foreach (var name in Variant.Names.Where(name => options.Only.Count == 0 || options.Only.Contains(name)))
        {
            say($"building {name}");
            try
            {
                variants.Add(await Builds.BuildAsync(name, cancellationToken));
            }
            catch (BenchmarkException e)
            {
                leftOut.Add($"{name}: {e.Message}");
            }
        }
        return variants;
    }

    private List<CpuShare> Shares()
    {
        if (ControlGroup.WhyNot() is not { } reason)
            return [CpuShare.Full, CpuShare.Mb512, CpuShare.Mb128];
        leftOut.Add($"512 MB, 128 MB: {reason}");
        return [CpuShare.Full];
    }

    private async Task OrLeaveOutAsync(Variant variant, Func<Task> measure)
    {
        try
        {
            await measure();
        }
        catch (BenchmarkException e)
        {
            failed.Add(variant.Name);
            leftOut.Add($"{variant.Name}: {e.Message}");
        }
    }

    private async Task MeasureAsync(
        Variant variant, CpuShare share, int run, Surroundings surroundings, Services services, CancellationToken cancellationToken)
    {
        var times = results[variant].Shares[share.Name];
        // Under a share each warm call takes long, and half a second of them tells as much.
        var (warmUp, calls) = share == CpuShare.Full ? (options.WarmUp, options.Calls) : run <= 2 ? (options.WarmUp / 5, options.Calls / 5) : (0, 0);
        await using var function = await FunctionRun.StartAsync(variant, surroundings, share, cancellationToken);
        var (start, first) = await function.FirstAsync(cancellationToken);
        if (run == 0)
        {
            services.Expect(1);
            return;
        }
        times.Start.Values.Add(start);
        times.First.Values.Add(first);

        times.Pause.Values.Add(await Pause.MeasureAsync(function, services, cancellationToken));
        for (var call = 0; call < warmUp + calls; call++)
        {
            var warm = await function.CallAsync(cancellationToken);
            if (call >= warmUp)
                times.Warm.Values.Add(warm);
        }
        services.Expect(2 + warmUp + calls);
        if (share == CpuShare.Full)
            results[variant].PeakKb = Math.Max(results[variant].PeakKb, function.PeakKb());
    }

    private string Conditions(SystemStore? store) =>
        (store is null ? "Services over plain HTTP" : $"Services over TLS, a trust store of {store.Certificates} roots")
        + (options.FromStart ? ", the CPU share from the start of the process on" : ", full speed until the first request for work")
        + FormattableString.Invariant($", a quota for each {options.Period.TotalMilliseconds:0} ms.");

    private static string Machine()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var processor = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return new StringBuilder()
            .Append(processor ?? "unknown processor").Append(", ").Append(Environment.ProcessorCount).Append(" cores, ")
            .Append(RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()).Append(", ").Append(RuntimeInformation.OSDescription).ToString();
    }
}
