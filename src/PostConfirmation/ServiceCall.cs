using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace PostConfirmation;

/// <summary>
/// One call of a service within a few seconds. The SDK's own retries pause for up to 2 s and do not know how much time is
/// left; these do.
/// </summary>
internal static class ServiceCall
{
    private const int MaxAttempts = 3;
    private const int MinPauseMs = 50;
    private const int MaxPauseMs = 150;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(1);

    /// <summary>However little time is left, one attempt is better than none.</summary>
    private static readonly TimeSpan MinBudget = TimeSpan.FromMilliseconds(250);

    /// <param name="call">Must be safe to repeat: an attempt without an answer may have done its work.</param>
    /// <param name="budget">The time for all attempts and the pauses between them, 250 ms at least.</param>
    /// <exception cref="OperationCanceledException">No attempt was answered within a second, or within the budget.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan budget, TimeProvider clock, Random? random = null)
    {
        var started = clock.GetTimestamp();
        budget = budget > MinBudget ? budget : MinBudget;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var left = budget - clock.GetElapsedTime(started);
                using var limit = new CancellationTokenSource(Clamp(left), clock);
                // WaitAsync, because not everything below the SDK observes the token.
                return await call(limit.Token).WaitAsync(limit.Token);
            }
            catch (Exception e) when (attempt < MaxAttempts && IsTransient(e))
            {
                var pause = TimeSpan.FromMilliseconds((random ?? Random.Shared).Next(MinPauseMs, MaxPauseMs + 1));
                if (clock.GetElapsedTime(started) + pause >= budget)
                    throw;
                await Task.Delay(pause, clock);
            }
        }
    }

    /// <summary>Throttling, 5xx, no answer in time, half an answer and cut connections may pass; a refusal does not.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        AmazonUnmarshallingException => true,
        AmazonServiceException { InnerException: { } cause } e when (int)e.StatusCode == 0 => IsTransient(cause), // no answer at all
        AmazonServiceException e =>
            (int)e.StatusCode >= 500 || e.StatusCode == HttpStatusCode.TooManyRequests || IsThrottling(e.ErrorCode),
        AmazonClientException { InnerException: { } cause } => IsTransient(cause),
        OperationCanceledException or HttpRequestException or IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    private static bool IsThrottling(string? errorCode) =>
        errorCode is "TooManyRequestsException" or "ProvisionedThroughputExceededException" or "RequestLimitExceeded"
        || errorCode?.Contains("Throttl", StringComparison.Ordinal) == true;

    private static TimeSpan Clamp(TimeSpan left) =>
        left <= TimeSpan.Zero ? TimeSpan.Zero : left < AttemptTimeout ? left : AttemptTimeout;
}
