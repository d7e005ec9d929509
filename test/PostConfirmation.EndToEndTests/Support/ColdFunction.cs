using System.Diagnostics;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>A new process of the function, whose first event is measured.</summary>
internal sealed class ColdFunction : IAsyncDisposable
{
    private readonly LambdaEndpoint endpoint;
    private readonly FunctionProcess function;

    private ColdFunction(LambdaEndpoint lambda, FunctionProcess process) => (endpoint, function) = (lambda, process);

    /// <summary>From the start of the process until it first asked for work.</summary>
    public required TimeSpan InitDuration { get; init; }

    /// <param name="address">Where it finds the services; null for their own.</param>
    /// <param name="wait">How long the process waits for its first event; zero if the event waits for the process.</param>
    /// <param name="executable">Null for the function's own.</param>
    public static async Task<ColdFunction> StartAsync(FastServices services, Uri? address = null, TimeSpan wait = default, string? executable = null)
    {
        var lambda = await LambdaEndpoint.StartAsync(CognitoCaller.AnswerTimeout);
        var started = Stopwatch.GetTimestamp();
        var first = wait == default ? lambda.InvokeAsync(Payloads.Good) : null;
        address ??= services.Address;
        var process = FunctionProcess.Start(new(lambda.Address, address, address, "users", "customers", executable, services.Trust));
        await lambda.Ready.WaitAsync(TimeSpan.FromSeconds(60));
        var ready = Stopwatch.GetElapsedTime(started);
        await Task.Delay(wait);
        return new(lambda, process) { InitDuration = ready, FirstAnswer = first ?? lambda.InvokeAsync(Payloads.Good) };
    }

    /// <summary>If the event waited for the process, its <see cref="InvocationResult.Elapsed"/> counts from the start of the process.</summary>
    public required Task<InvocationResult> FirstAnswer { get; init; }

    public async ValueTask DisposeAsync()
    {
        await function.DisposeAsync();
        await endpoint.DisposeAsync();
    }
}
