using System.Globalization;

namespace PostConfirmation.Reconcile;

/// <summary>The options of a run.</summary>
/// <param name="AdditionalStatuses">Other statuses than CONFIRMED and EXTERNAL_PROVIDER whose users are provisioned, too.</param>
/// <param name="Subs">Only these users; empty for all.</param>
/// <param name="All">Also add users with a complete record to the group, because somebody else may have written it.</param>
/// <param name="GroupRate">Group calls a second.</param>
/// <param name="ListRate">Pages of users a second.</param>
internal sealed record ReconcileOptions(
    string UserPoolId,
    Settings Settings,
    IReadOnlyCollection<string> AdditionalStatuses,
    IReadOnlyCollection<string> Subs,
    bool All = false,
    bool DryRun = false,
    double GroupRate = ReconcileOptions.DefaultGroupRate,
    double ListRate = ReconcileOptions.DefaultListRate)
{
    /// <summary>Other groups that a <c>pending_group</c> may name, such as former names of the group.</summary>
    public IReadOnlyCollection<string> PendingGroups { get; init; } = [];

    /// <summary>An operator who names a user with --sub wants that user in the group, even if somebody else wrote the record.</summary>
    public bool EnsuresGroup => All || Subs.Count > 0;

    /// <summary>Cognito allows the whole account 25 a second, and live sign-ups need some of them.</summary>
    public const double DefaultGroupRate = 10;

    /// <summary>Cognito allows the whole account 30 a second.</summary>
    public const double DefaultListRate = 10;

    public const string RateInWords = "a number of calls a second, from 0.01 to 10000";

    /// <summary>Statuses that an operator may count as confirmed.</summary>
    public static readonly string[] FurtherStatuses = ["FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"];

    public static bool TryParseRate(string text, out double rate) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out rate) && rate is >= 0.01 and <= 10_000;
}
