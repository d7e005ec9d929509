namespace PostConfirmation.EndToEndTests.Support;

internal static class PlaygroundReconcile
{
    /// <summary>Runs the Reconcile executable on the playground's pool, table and group, faster than Cognito would allow.</summary>
    /// <param name="arguments">More options; one that is given replaces the default.</param>
    public static Task<ReconcileRun> ReconcileAsync(this Playground playground, params string[] arguments) =>
        ReconcileProcess.RunAsync(playground.UserPool.Endpoint, playground.Table.Endpoint, playground.ReconcileArguments(arguments));

    private static string[] ReconcileArguments(this Playground playground, params string[] arguments)
    {
        Dictionary<string, string> usual = new()
        {
            ["--user-pool-id"] = playground.UserPool.Id,
            ["--table"] = playground.Table.Name,
            ["--group"] = playground.UserPool.GroupName,
            ["--rate"] = "1000",
        };
        return ["--json", .. usual.Where(option => !arguments.Contains(option.Key)).SelectMany(option => new[] { option.Key, option.Value }), .. arguments];
    }
}
