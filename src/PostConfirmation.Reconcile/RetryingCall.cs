using Amazon.Runtime;

namespace PostConfirmation.Reconcile;

/// <summary>
/// Retries calls of one service for minutes, because nobody waits for the result. (The function gives up after seconds.)
/// </summary>
internal sealed class RetryingCall(RateLimiter rateLimiter, TimeSpan timeout, TimeProvider clock, Random? random = null)
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private long lastAnswer = long.MinValue;

    /// <param name="operation">Its name in AWS's API, for error messages.</param>
    /// <param name="call">Must be safe to repeat: a call without an answer may have been carried out.</param>
    /// <exception cref="RunStoppedException">The call is refused, or not answered for too long, and the reason is not this user.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        var first = long.MaxValue;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await rateLimiter.WaitAsync(stop);
            var sent = clock.GetTimestamp();
            first = Math.Min(first, sent);
            try
            {
                using var limit = new CancellationTokenSource(AttemptTimeout, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
                var answer = await call(either.Token).WaitAsync(either.Token);
                Answered();
                return answer;
            }
            catch (Exception e) when (!stop.IsCancellationRequested && ServiceCall.IsTransient(e))
            {
                rateLimiter.SlowDown(sent);
                if (clock.GetElapsedTime(first) is var away && away + pause > timeout)
                {
                    if (Interlocked.Read(ref lastAnswer) > first)
                        throw; // Other calls get answers, so only this one has a problem.
                    throw RunStoppedException.NoAnswer(operation, away, e);
                }
            }
            catch (Exception e) when (RunStoppedException.IsRefusal(e))
            {
                throw RunStoppedException.Refused(operation, e);
            }
            catch (AmazonServiceException)
            {
                Answered();
                throw;
            }

            await Task.Delay(pause * (0.5 + (random ?? Random.Shared).NextDouble()), clock, stop);
        }
    }

    private void Answered()
    {
        rateLimiter.Recover();
        Interlocked.Exchange(ref lastAnswer, clock.GetTimestamp());
    }
}
