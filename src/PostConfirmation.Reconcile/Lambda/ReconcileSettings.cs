namespace PostConfirmation.Reconcile.Lambda;

/// <summary>Reads from environment variables what the command line gives as options.</summary>
internal static class ReconcileSettings
{
    private const string UserPoolId = "RECONCILE_USER_POOL_ID";
    private const string PendingGroups = "RECONCILE_PENDING_GROUPS";
    private const string Statuses = "RECONCILE_STATUSES";
    private const string Rate = "RECONCILE_RATE";
    private const string ListRate = "RECONCILE_LIST_RATE";

    /// <exception cref="InvalidSettingsException">One sentence that names every variable that is wrong.</exception>
    public static ReconcileOptions Read(Func<string, string?> environment)
    {
        var pool = environment(UserPoolId) ?? "";
        var statuses = List(environment, Statuses);
        var problems = new List<string>();
        if (pool.Length == 0)
            problems.Add($"{UserPoolId} is not set (the id of the user pool)");
        if (statuses.Except(ReconcileOptions.FurtherStatuses).Any())
            problems.Add($"{Statuses} may only have {string.Join(" and ", ReconcileOptions.FurtherStatuses)}");
        var groupRate = RateOf(environment, Rate, ReconcileOptions.DefaultGroupRate, problems);
        var listRate = RateOf(environment, ListRate, ReconcileOptions.DefaultListRate, problems);

        return new(pool, Settings.Read(environment, problems), statuses, Subs: [], GroupRate: groupRate, ListRate: listRate)
        {
            PendingGroups = List(environment, PendingGroups),
        };
    }

    private static string[] List(Func<string, string?> environment, string name) =>
        (environment(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static double RateOf(Func<string, string?> environment, string name, double usual, List<string> problems)
    {
        if (environment(name) is not { Length: > 0 } text)
            return usual;
        if (!ReconcileOptions.TryParseRate(text, out var rate))
            problems.Add($"{name} is not {ReconcileOptions.RateInWords}");
        return rate;
    }
}
