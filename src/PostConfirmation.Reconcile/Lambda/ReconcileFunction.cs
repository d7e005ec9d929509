using System.Text.Json.Nodes;
using Amazon.CognitoIdentityProvider;
using Amazon.DynamoDBv2;
using Amazon.Lambda.Core;

namespace PostConfirmation.Reconcile.Lambda;

/// <summary>Reconcile as a Lambda function: walks the pool until its time is nearly over, and answers where to go on.</summary>
internal sealed class ReconcileFunction(
    IAmazonCognitoIdentityProvider cognito, IAmazonDynamoDB dynamoDb, ReconcileOptions options, TimeProvider clock, Random? random = null)
{
    /// <summary>The time kept to end in, even if a call hangs.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(1);

    /// <summary>Users of pages that were begun, at most.</summary>
    private const int MostBegun = 300;

    /// <summary>The time kept for those users, if all lack the group: 30 s at the default of 10 a second, and no less at a higher rate.</summary>
    private TimeSpan WrapUp => TimeSpan.FromSeconds(MostBegun / Math.Min(options.GroupRate, ReconcileOptions.DefaultGroupRate));

    /// <returns>The counts of this invocation, and <c>next</c>: where to go on, or null at the end of the pool.</returns>
    /// <exception cref="ReconcileStoppedException">The run cannot go on.</exception>
    public async Task<JsonObject> FunctionHandler(Continuation input, ILambdaContext context)
    {
        var started = clock.GetTimestamp();
        var log = new ReconcileLog(context.Logger, options.Settings.GroupName);
        var reconciliation = new Reconciliation(cognito, dynamoDb, options, clock, random);
        reconciliation.Summary.OnFailure = log.Failed;
        try
        {
            var next = await WalkAsync(reconciliation, input, context.RemainingTime - Reserve);
            var elapsed = clock.GetElapsedTime(started);
            log.Ended(reconciliation.Summary, elapsed, isFinished: next is null);
            var answer = JsonReport.From(reconciliation.Summary, options, elapsed, problem: null);
            answer["finished"] = next is null;
            answer["next"] = next?.ToString();
            return answer;
        }
        catch (RunStoppedException e)
        {
            log.Stopped(e.Message, reconciliation.Summary, clock.GetElapsedTime(started));
            throw new ReconcileStoppedException(e.Message);
        }
        catch (Exception e)
        {
            var problem = $"Reconcile itself failed: {ErrorText.Describe(e)}";
            log.Stopped(problem, reconciliation.Summary, clock.GetElapsedTime(started), e.StackTrace);
            throw new ReconcileStoppedException(problem);
        }
    }

    private async Task<Continuation?> WalkAsync(Reconciliation reconciliation, Continuation input, TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
            throw new RunStoppedException($"The function's timeout leaves no time to walk in: it must be more than {Reserve.TotalSeconds:0} s");

        using var stop = new CancellationTokenSource(time, clock);
        using var wrapUp = new CancellationTokenSource(time - (WrapUp < time / 4 ? WrapUp : time / 4), clock);
        try
        {
            var left = await reconciliation.WalkAsync(input.Page, wrapUp.Token, stop.Token);
            return left is null ? null : input with { Page = left };
        }
        catch (RunStoppedException e) when (e.IsTokenRefused && !input.IsRestarted)
        {
            return new(Bookmark.FirstPage, IsRestarted: true);
        }
    }
}

/// <summary>
/// The only exception that leaves the function. Lambda logs and sends an exception's causes, which may quote anything:
/// so it has none.
/// </summary>
internal sealed class ReconcileStoppedException(string message) : Exception(message);
