using System.Diagnostics;
using System.Globalization;

namespace PostConfirmation.Local;

/// <summary>A running script of <c>Emulators/npm</c>, and its address.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly ChildProcess child;

    private EmulatorProcess(ChildProcess process, Uri address) => (child, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>DynamoDB, in memory.</summary>
    /// <param name="emulators">What <see cref="EmulatorInstall.EnsureAsync"/> returned.</param>
    public static Task<EmulatorProcess> StartTablesAsync(string emulators, CancellationToken cancellationToken = default) =>
        StartAsync(emulators, "tables.mjs", ["0"], confirmationCode: null, cancellationToken);

    /// <summary>Cognito user pools, all with the same post-confirmation trigger.</summary>
    /// <param name="emulators">What <see cref="EmulatorInstall.EnsureAsync"/> returned.</param>
    /// <param name="lambda">The Invoke API behind which the trigger runs.</param>
    /// <param name="port">0 for any free one.</param>
    public static Task<EmulatorProcess> StartUserPoolsAsync(
        string emulators, Uri lambda, int port = 0, CancellationToken cancellationToken = default) =>
        StartAsync(
            emulators,
            "user-pools.mjs",
            [port.ToString(CultureInfo.InvariantCulture), lambda.AbsoluteUri, LambdaEndpoint.FunctionName],
            LocalUserPool.ConfirmationCode,
            cancellationToken);

    public ValueTask DisposeAsync() => child.DisposeAsync();

    private static async Task<EmulatorProcess> StartAsync(
        string emulators, string script, string[] arguments, string? confirmationCode, CancellationToken cancellationToken)
    {
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo("node", [Path.Combine(emulators, script), .. arguments]);
        start.Environment["CODE"] = confirmationCode;
        start.Environment["AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE"] = "1";
        var process = new ChildProcess(
            start,
            line =>
            {
                if (line.StartsWith("listening ", StringComparison.Ordinal))
                    port.TrySetResult(int.Parse(line["listening ".Length..], CultureInfo.InvariantCulture));
            },
            exitTimeout: TimeSpan.FromSeconds(2));
        try
        {
            await Task.WhenAny(port.Task, process.Exited).WaitAsync(StartTimeout, cancellationToken);
            return port.Task.IsCompleted
                ? new(process, new Uri($"http://127.0.0.1:{await port.Task}"))
                : throw new LocalException($"The emulator {script} did not start: {process.LastLines()}");
        }
        catch (TimeoutException e)
        {
            await process.DisposeAsync();
            throw new LocalException($"The emulator {script} did not start within {StartTimeout.TotalSeconds} s.", e);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
