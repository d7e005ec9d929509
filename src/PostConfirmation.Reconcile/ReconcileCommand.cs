using Amazon.Runtime;

namespace PostConfirmation.Reconcile;

/// <summary>The command: runs Reconcile with the given options, and reports how it ended.</summary>
internal sealed class ReconcileCommand(CommandHost host)
{
    /// <summary>The usual exit code of a program that Ctrl+C ended.</summary>
    private const int Interrupted = 130;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] arguments)
    {
        var parsed = CommandLine.Parse(arguments, RunAsync);
        using var problems = new StringWriter(); // which quote what was typed
        var exitCode = await parsed.InvokeAsync(new()
        {
            // With --json the output is for other programs: help that was not asked for goes to the error output.
            Output = CommandLine.AsksForJson(parsed) ? host.Error : host.Output,
            Error = problems,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
        });
        await host.Error.WriteAsync(Redaction.WithoutUserInfo(problems.ToString()));
        return exitCode;
    }

    /// <inheritdoc cref="RunAsync(string[])"/>
    public async Task<int> RunAsync(ReconcileOptions options, bool json, CancellationToken stop)
    {
        var started = host.Clock.GetTimestamp();
        var screen = json
            ? ProgressScreen.Create(host.Error, host.IsErrorWatched, host.Clock)
            : ProgressScreen.Create(host.Output, host.IsOutputWatched, host.Clock);
        var (summary, problem, exitCode) = (new Summary(), (string?)null, 0);
        try
        {
            using var cognito = host.Cognito();
            using var dynamoDb = host.DynamoDb();
            var reconciliation = new Reconciliation(cognito, dynamoDb, options, host.Clock);
            summary = reconciliation.Summary;
            await screen.WatchAsync(reconciliation, stop);
            exitCode = summary[UserOutcome.Failed] == 0 ? 0 : 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            (problem, exitCode) = ("Stopped: run it again, it goes on with what is left", Interrupted);
        }
        catch (RunStoppedException e)
        {
            (problem, exitCode) = (e.Message, 1);
        }
        catch (AmazonClientException e)
        {
            var isRegionMissing = e.Message.StartsWith("No RegionEndpoint", StringComparison.Ordinal);
            (problem, exitCode) = ($"{InvocationLog.OneLine(e.Message)}{(isRegionMissing ? ": set AWS_REGION" : "")}", 1);
        }
        catch (Exception e)
        {
            (problem, exitCode) = ($"Reconcile itself failed: {ErrorText.Describe(e)}", 1);
            await host.Error.WriteLineAsync(e.StackTrace);
        }

        var elapsed = host.Clock.GetElapsedTime(started);
        if (summary.Seen > 0)
            screen.Show(summary, options, elapsed);
        if (problem is not null)
            await host.Error.WriteLineAsync($"{problem.TrimEnd('.')}.");
        if (json)
            await host.Output.WriteLineAsync(JsonReport.Write(summary, options, elapsed, problem));
        return exitCode;
    }
}
