using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>The result of calling the trigger.</summary>
/// <param name="Answer">What the client sees; null if no call was answered in time.</param>
/// <param name="Calls">All calls, the earlier ones possibly still running.</param>
internal sealed record Confirmation(InvocationResult? Answer, IReadOnlyList<Task<InvocationResult>> Calls);

/// <summary>
/// Calls the trigger as Cognito does: an error is the answer, but without any answer in time it calls again, three
/// calls in all, and the earlier ones go on.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html</remarks>
/// <param name="timeout">Cognito's is 5 s; with less, calls overlap as they do when a cold start uses the 5 s up.</param>
internal sealed class CognitoCaller(Func<string, Task<InvocationResult>> invoke, TimeSpan timeout)
{
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private const int MaxCalls = 3;

    public async Task<Confirmation> CallAsync(string payload)
    {
        var calls = new List<Task<InvocationResult>>();
        while (calls.Count < MaxCalls)
        {
            var call = invoke(payload);
            calls.Add(call);
            if (await Task.WhenAny(call, Task.Delay(timeout)) == call)
                return new(await call, calls);
        }

        return new(null, calls);
    }
}
