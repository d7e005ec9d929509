using System.Text;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>The command with the pool and the table of a <see cref="ReconcileHarness"/>, and files for its output.</summary>
internal sealed class CommandHarness(ReconcileHarness repair, TimeProvider? clock = null)
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    public string Output => output.ToString();

    public string Error => error.ToString();

    public int ExitCode { get; private set; }

    private ReconcileCommand Command =>
        new(new(new StringWriter(output), false, new StringWriter(error), false, repair.Cognito, repair.DynamoDb, clock ?? repair.Clock));

    /// <summary>The required options.</summary>
    public static string[] Needed => ["--user-pool-id", Some.UserPoolId, "--table", Some.Table, "--group", Some.Group];

    /// <summary>In real time, because the command-line library runs the action on another thread.</summary>
    public static async Task<CommandHarness> RunAsync(ReconcileHarness repair, params string[] arguments)
    {
        var harness = new CommandHarness(repair, TimeProvider.System);
        harness.ExitCode = await harness.Command.RunAsync(arguments);
        return harness;
    }

    public static CommandHarness Run(ReconcileHarness repair, bool json = false)
    {
        var harness = new CommandHarness(repair);
        harness.ExitCode = repair.Clock.Run(() => harness.Command.RunAsync(repair.Options, json, repair.Stop.Token));
        return harness;
    }
}
