using System.CommandLine;
using System.CommandLine.Parsing;

namespace PostConfirmation.Reconcile;

/// <summary>The options of the command line.</summary>
internal static class CommandLine
{
    private static readonly Option<string> UserPoolId = new("--user-pool-id") { Description = "The user pool.", Required = true };
    private static readonly Option<string> Table = new("--table") { Description = "The DynamoDB table of the users' records.", Required = true };
    private static readonly Option<string> Group = new("--group") { Description = "The group that every user belongs to.", Required = true };
    private static readonly Option<string[]> PendingGroups = new("--pending-group") { Description = "Another group that a record's pending_group may name, such as the group's former name; can be given several times." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only report what would be done." };
    private static readonly Option<string[]> Subs = new("--sub") { Description = "Only this user, and make sure of the group even if somebody else wrote the record; can be given several times.", CustomParser = ParseSubs };
    private static readonly Option<bool> All = new("--all") { Description = "Also add users with a complete record to the group, because somebody else may have written the record." };
    private static readonly Option<bool> AllowUnverified = new("--allow-unverified") { Description = "Give it when the function has ALLOW_UNVERIFIED_USERS=true." };
    private static readonly Option<string[]> Statuses = new("--status") { Description = "Also users with this status: FORCE_CHANGE_PASSWORD (made by an administrator, never signed in) or RESET_REQUIRED (imported, or to set a new password)." };
    private static readonly Option<double> Rate = RateOption("--rate", "Group calls a second. Cognito allows the whole account 25.", ReconcileOptions.DefaultGroupRate);
    private static readonly Option<double> ListRate = RateOption("--list-rate", "Pages of 60 users a second. Cognito allows the whole account 30.", ReconcileOptions.DefaultListRate);
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on the standard output at the end; everything else goes to the standard error." };

    static CommandLine() => Statuses.AcceptOnlyFromAmong(ReconcileOptions.FurtherStatuses);

    /// <param name="run">Gets the options, and whether --json was given.</param>
    public static ParseResult Parse(string[] arguments, Func<ReconcileOptions, bool, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand(
            "Completes every user whom the post-confirmation trigger missed: adds the group, writes the record. Region, credentials "
            + "and endpoints come from AWS's own environment variables. Safe to stop, to repeat and to run beside live sign-ups.")
        {
            UserPoolId, Table, Group, PendingGroups, DryRun, Subs, All, AllowUnverified, Statuses, Rate, ListRate, Json,
        };
        command.SetAction((parsed, stop) => run(OptionsFrom(parsed), parsed.GetValue(Json), stop));
        return command.Parse(arguments);
    }

    /// <summary>Works even if another option is invalid.</summary>
    public static bool AsksForJson(ParseResult parsed) => parsed.GetResult(Json) is { Implicit: false };

    private static ReconcileOptions OptionsFrom(ParseResult parsed) => new(
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
            if (ReconcileOptions.TryParseRate(argument.Tokens[0].Value, out var rate))
                return rate;
            argument.AddError($"{name} is {ReconcileOptions.RateInWords}, not '{argument.Tokens[0].Value}'.");
            return 0;
        },
    };

    /// <summary>Cognito's subs are in lower case, as <see cref="Guid"/> writes them, and its filter is case-sensitive.</summary>
    private static string[] ParseSubs(ArgumentResult argument)
    {
        var subs = new List<string>();
        foreach (var token in argument.Tokens)
        {
            if (Guid.TryParseExact(token.Value, "D", out var sub))
                subs.Add(sub.ToString());
            else
                argument.AddError($"--sub is a user's sub, such as f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8, not '{token.Value}'.");
        }
        return [.. subs];
    }
}
