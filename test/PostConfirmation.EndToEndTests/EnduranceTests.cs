using System.Diagnostics;
using System.Globalization;
using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local;
using Xunit.Abstractions;

namespace PostConfirmation.EndToEndTests;

/// <summary>One process is called <c>ENDURANCE_INVOCATIONS</c> times, and every other call is an error.</summary>
public sealed class EnduranceTests(ITestOutputHelper output)
{
    /// <summary>After so many calls the first peak is read: by then all code has run and the heap has its final size.</summary>
    private const int WarmUp = 1000;

    private static readonly int Invocations =
        Environment.GetEnvironmentVariable("ENDURANCE_INVOCATIONS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 10_000;

    /// <summary>
    /// Compiled and collected as in the native executable. By default .NET recompiles what is called often, and grows for some thousand
    /// invocations; and it collects when the garbage fills the processor's cache, so that the peak would depend on the cache's size.
    /// </summary>
    private static readonly Dictionary<string, string?> LikeNative = new()
    {
        ["DOTNET_TieredCompilation"] = "0",
        ["DOTNET_GCgen0size"] = "400000", // hexadecimal: 4 MB
        ["DOTNET_GCGen0MaxBudget"] = "400000",
    };

    /// <summary>No giant events here: the memory that they leave free would hide small leaks.</summary>
    [SkippableFact]
    public Task Memory_stays_flat_over_thousands_of_invocations_and_errors() => EndureAsync(Invocations, WarmUp, Ordinary);

    /// <summary>One of each first: the heap keeps the memory that they needed, and the later ones must not need more.</summary>
    [SkippableFact]
    public Task Giant_events_are_answered_and_the_process_goes_on_without_growing() => EndureAsync(Invocations, 2 * WarmUp, number => number switch
    {
        250 => Payloads.OfSixMegabytes,
        500 => Payloads.OfManyAttributes,
        _ => Ordinary(number),
    });

    private static byte[] Ordinary(int number) =>
        number % 2 == 0 ? Payloads.Good : Payloads.Bad[number / 2 % Payloads.Bad.Count];

    private async Task EndureAsync(int invocations, int firstReading, Func<int, byte[]> payloadOf)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The peak of a process's memory is read from /proc.");
        await using var services = await FastServices.StartAsync();
        await using var lambda = await LambdaEndpoint.StartAsync(EmulatorFixture.FunctionTimeout);
        await using var process = FunctionProcess.Start(
            new(lambda.Address, services.Address, services.Address, "users", "customers", Variables: new Dictionary<string, string?>([.. services.Trust, .. LikeNative])));

        var started = Stopwatch.GetTimestamp();
        var early = 0L;
        for (var number = 1; number <= invocations; number++)
        {
            var payload = payloadOf(number);
            AssertAnswered(payload, await lambda.InvokeAsync(payload));
            if (number == firstReading)
                early = PeakKilobytes(process.Id);
        }

        var late = PeakKilobytes(process.Id);
        output.WriteLine(
            $"{invocations:N0} invocations in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s; " +
            $"peak {early / 1024.0:0.0} MB after {firstReading:N0}, {late / 1024.0:0.0} MB at the end");
        Assert.False(process.Exited.IsCompleted);
        Assert.InRange(late, 1, early * 1.1); // the system only estimates, so the later figure may be a little smaller
    }

    private static void AssertAnswered(byte[] payload, InvocationResult result)
    {
        if (Payloads.Bad.Contains(payload))
            Assert.Equal(ExpectedErrors.FromFunction(result), result.ErrorMessage);
        else
            Assert.False(result.IsError, result.ErrorMessage);
    }

    private static long PeakKilobytes(int process) =>
        long.Parse(
            File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', '\t')[^2],
            CultureInfo.InvariantCulture);
}
