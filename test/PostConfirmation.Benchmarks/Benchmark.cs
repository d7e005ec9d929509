using System.Runtime.InteropServices;
using System.Text;

namespace PostConfirmation.Benchmarks;

/// <param name="Runs">Cold starts at full speed; at the shares it is half of them.</param>
internal sealed record BenchmarkOptions(int Runs, int WarmUp, int Calls, IReadOnlyList<string> Only);

/// <summary>Measures the variants in turn, so that what disturbs the machine disturbs them all.</summary>
internal sealed class Benchmark(BenchmarkOptions options, Action<string> say)
{
    private readonly List<string> leftOut = [];

    public async Task<Results> RunAsync(CancellationToken cancellationToken)
    {
        var variants = await BuildAsync(cancellationToken);
        var shares = Shares();
        var results = variants.ToDictionary(variant => variant, variant => new VariantResults(variant.Name, variant.Title, variant.Version, variant.ZipBytes())
        {
            Shares = shares.ToDictionary(share => share.Name, _ => new Times(new(), new())),
        });

        var payload = await File.ReadAllBytesAsync(Path.Combine(Folders.Root, "test", "events", "confirm-sign-up.json"), cancellationToken);
        await using var services = await Services.StartAsync();
        var surroundings = new Surroundings(services.Cognito, services.DynamoDb, payload);
        foreach (var share in shares)
        {
            var runs = share == CpuShare.Full ? options.Runs : Math.Max(2, options.Runs / 2);
            for (var run = 0; run <= runs; run++) // the first, which fills the page cache and warms this process up, does not count
            {
                foreach (var variant in variants.Where(variant => !IsOut(variant)))
                {
                    say($"{share.Name}: run {run} of {runs}, {variant.Title}");
                    await MeasureAsync(variant, share, run, results[variant], surroundings, services, cancellationToken);
                }
            }
        }

        var native = variants.SingleOrDefault(variant => variant.Name == Variant.Native && !IsOut(variant));
        var firstCall = native is null ? null : await new FirstCallBenchmark(options, say).RunAsync(native, payload, cancellationToken);
        return new(
            DateOnly.FromDateTime(DateTime.UtcNow), Machine(), await Builds.AwsPackagesAsync(cancellationToken), [.. variants.Where(variant => !IsOut(variant)).Select(variant => results[variant])], firstCall, leftOut);
    }

    private readonly HashSet<string> failed = [];

    private bool IsOut(Variant variant) => failed.Contains(variant.Name);

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

    private async Task MeasureAsync(
        Variant variant, CpuShare share, int run, VariantResults results, Surroundings surroundings, Services services, CancellationToken cancellationToken)
    {
        var times = results.Shares[share.Name];
        // Under a share each warm call takes long, and half a second of them tells as much.
        var (warmUp, calls) = share == CpuShare.Full ? (options.WarmUp, options.Calls) : run <= 2 ? (options.WarmUp / 5, options.Calls / 5) : (0, 0);
        try
        {
            await using var function = await FunctionRun.StartAsync(variant.Command, surroundings, share, cancellationToken);
            var cold = await function.ColdAsync(cancellationToken);
            if (run == 0)
            {
                services.Expect(1);
                return;
            }
            times.Cold.Values.Add(cold);
            for (var call = 0; call < warmUp + calls; call++)
            {
                var warm = await function.CallAsync(cancellationToken);
                if (call >= warmUp)
                    times.Warm.Values.Add(warm);
            }
            services.Expect(1 + warmUp + calls);
            if (share == CpuShare.Full)
                results.PeakKb = Math.Max(results.PeakKb, function.PeakKb());
        }
        catch (BenchmarkException e)
        {
            failed.Add(variant.Name);
            leftOut.Add($"{variant.Name}, at {share.Name}: {e.Message}");
        }
    }

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
