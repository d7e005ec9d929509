namespace PostConfirmation.SimulationTests.Model;

/// <summary>The function's answer and log line.</summary>
/// <param name="Took">From the event to the answer.</param>
internal sealed record FunctionResult(bool IsSuccess, string Outcome, string? Reason, TimeSpan Took);

/// <summary>Lambda invokes the function.</summary>
internal static class LambdaInvocation
{
    private static readonly TimeSpan LambdaTimeout = TimeSpan.FromSeconds(5);

    public static async Task<FunctionResult> RunAsync(Function function, User user, TimeProvider clock)
    {
        var (started, logger, isSuccess) = (clock.GetTimestamp(), new RecordingLogger(), true);
        try
        {
            await function.FunctionHandler(user.Event, LambdaContext.From(LambdaTimeout, clock, logger));
        }
        catch (SignUpIncompleteException)
        {
            isSuccess = false;
        }

        var logged = logger.Lines.Single().Properties;
        return new(isSuccess, (string)logged["outcome"]!, (string?)logged.GetValueOrDefault("reason"), clock.GetElapsedTime(started));
    }
}
