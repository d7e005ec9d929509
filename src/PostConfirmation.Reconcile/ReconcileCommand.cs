using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Amazon.Runtime;

namespace PostConfirmation.Reconcile;

/// <summary>The command line: what can be asked for, and how the run ended.</summary>
internal static class ReconcileCommand
{
    /// <summary>What a shell says of a program that Ctrl+C ended.</summary>
    private const int Interrupted = 130;

    private static readonly Option<string> UserPoolId = new("--user-pool-id") { Description = "The user pool.", Required = true };
    private static readonly Option<string> Table = new("--table") { Description = "The DynamoDB table of the users' records.", Required = true };
    private static readonly Option<string> Group = new("--group") { Description = "The group that every user belongs to.", Required = true };
    private static readonly Option<string[]> PendingGroups = new("--pending-group") { Description = "Another group that a record's pending_group may name, such as the group's former name; can be given several times." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only tell what would be done." };
    private static readonly Option<string[]> Subs = new("--sub") { Description = "Only this user, whoever wrote the record; can be given several times.", CustomParser = ParseSubs };
    private static readonly Option<bool> All = new("--all") { Description = "Also add those to the group who have a complete record, as somebody else may have written it." };
    private static readonly Option<bool> AllowUnverified = new("--allow-unverified") { Description = "As the function's ALLOW_UNVERIFIED_USERS." };
    private static readonly Option<string[]> Statuses = new("--status") { Description = "Also users with this status: FORCE_CHANGE_PASSWORD (made by an administrator, never signed in) or RESET_REQUIRED (imported, or to set a new password)." };
    private static readonly Option<double> Rate = RateOption("--rate", "Group calls a second. Cognito allows the whole account 25.", ReconcileOptions.DefaultGroupRate);
    private static readonly Option<double> ListRate = RateOption("--list-rate", "Pages of 60 users a second. Cognito allows the whole account 30.", ReconcileOptions.DefaultListRate);
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on the standard output at the end; the progress goes to the standard error." };

    public static Task<int> RunAsync(string[] arguments)
    {
        Statuses.AcceptOnlyFromAmong("FORCE_CHANGE_PASSWORD", "RESET_REQUIRED");
        var command = new RootCommand(
            "Completes every user whom the post-confirmation trigger missed: adds the group, writes the record. Region, credentials "
            + "and endpoints come from AWS's own environment variables. Safe to stop, to repeat and to run beside live sign-ups.")
        {
            UserPoolId, Table, Group, PendingGroups, DryRun, Subs, All, AllowUnverified, Statuses, Rate, ListRate, Json,
        };
        command.SetAction((parsed, stop) => RunAsync(OptionsOf(parsed), parsed.GetValue(Json), stop));
        return command.Parse(arguments).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) });
    }

    private static async Task<int> RunAsync(ReconcileOptions options, bool json, CancellationToken stop)
    {
        var (started, screen) = (TimeProvider.System.GetTimestamp(), ProgressScreen.Create(onError: json));
        var (summary, problem, exitCode) = (new Summary(), (string?)null, 0);
        try
        {
            using var cognito = AwsClients.Cognito();
            using var dynamoDb = AwsClients.DynamoDb();
            var reconciliation = new Reconciliation(cognito, dynamoDb, options, TimeProvider.System);
            summary = reconciliation.Summary;
            await screen.WatchAsync(reconciliation, stop);
            exitCode = summary[UserOutcome.Failed] == 0 ? 0 : 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            (problem, exitCode) = ("Stopped: run it again, it goes on with what is left", Interrupted);
        }
        catch (AmazonClientException e)
        {
            (problem, exitCode) = ($"{e.Message}: set AWS_REGION", 1); // all that it takes to make a client
        }
        catch (Exception e) when (e is RunStoppedException or InvalidOperationException)
        {
            (problem, exitCode) = (e.Message, 1);
        }

        var elapsed = TimeProvider.System.GetElapsedTime(started);
        if (summary.Seen > 0)
            screen.Show(summary, options, elapsed);
        if (problem is not null)
            await Console.Error.WriteLineAsync($"{problem.TrimEnd('.')}.");
        if (json)
            await Console.Out.WriteLineAsync(JsonReport.Write(summary, options, elapsed, problem));
        return exitCode;
    }

    private static ReconcileOptions OptionsOf(ParseResult parsed) => new(
        parsed.GetRequiredValue(UserPoolId),
        new(parsed.GetRequiredValue(Table), parsed.GetRequiredValue(Group), parsed.GetValue(AllowUnverified)),
        parsed.GetValue(Statuses) ?? [],
        parsed.GetValue(Subs) ?? [],
        parsed.GetValue(All),
        parsed.GetValue(DryRun),
        parsed.GetValue(Rate),
        parsed.GetValue(ListRate))
    {
        PendingGroups = parsed.GetValue(PendingGroups) ?? [],
    };

    private static Option<double> RateOption(string name, string description, double usual) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = argument =>
        {
            if (double.TryParse(argument.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0.01 and <= 10_000)
                return rate;
            argument.AddError($"{name} is a number of calls a second, from 0.01 to 10000, not '{argument.Tokens[0].Value}'.");
            return 0;
        },
    };

    private static string[] ParseSubs(ArgumentResult argument)
    {
        foreach (var token in argument.Tokens.Where(token => !Guid.TryParseExact(token.Value, "D", out _)))
            argument.AddError($"--sub is a user's sub, such as f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8, not '{token.Value}'.");
        return [.. argument.Tokens.Select(token => token.Value)];
    }
}
