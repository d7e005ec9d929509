namespace PostConfirmation.EndToEndTests.Support;

internal static class FixtureReconcile
{
    /// <summary>Runs the Reconcile executable on the emulators' pool, table and group, faster than Cognito would allow.</summary>
    /// <param name="arguments">More options; one that is given replaces the default.</param>
    public static Task<ReconcileRun> ReconcileAsync(this EmulatorFixture emulators, params string[] arguments) =>
        ReconcileRunner.RunAsync(emulators.UserPool.Endpoint, emulators.Table.Endpoint, emulators.ReconcileArguments(arguments));

    /// <summary>The Reconcile function for the emulators' pool, table and group, faster than Cognito would allow.</summary>
    /// <param name="through">Stands between it and them; null for nothing.</param>
    public static Task<ReconcileFunctionHost> ReconcileFunctionAsync(this EmulatorFixture emulators, FaultyServices? through = null) => ReconcileFunctionHost.StartAsync(
        through?.UserPools.Address ?? emulators.UserPool.Endpoint,
        through?.Tables.Address ?? emulators.Table.Endpoint,
        emulators.UserPool.Id,
        emulators.Table.Name,
        emulators.UserPool.GroupName,
        TimeSpan.FromMinutes(15),
        [("RECONCILE_RATE", "1000"), .. emulators.Trust.Select(variable => (variable.Key, variable.Value!))]);

    private static string[] ReconcileArguments(this EmulatorFixture emulators, params string[] arguments)
    {
        Dictionary<string, string> usual = new()
        {
            ["--user-pool-id"] = emulators.UserPool.Id,
            ["--table"] = emulators.Table.Name,
            ["--group"] = emulators.UserPool.GroupName,
            ["--rate"] = "1000",
        };
        return ["--json", .. usual.Where(option => !arguments.Contains(option.Key)).SelectMany(option => new[] { option.Key, option.Value }), .. arguments];
    }
}
