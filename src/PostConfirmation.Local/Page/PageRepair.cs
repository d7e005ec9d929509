using System.ComponentModel;
using System.Globalization;
using System.Text.Json;

namespace PostConfirmation.Local.Page;

/// <summary>Runs Reconcile against the local pool and table, without the faults between them and the function.</summary>
internal sealed class PageRepair(LocalUserPool pool, LocalTable table, People people, Feed feed)
{
    /// <summary>Group calls a second; there is no quota to spare here.</summary>
    private const double Rate = 1_000;

    private int runs;
    private int running;

    /// <returns>Why it could not be run; null if it was.</returns>
    public async Task<string?> RunAsync()
    {
        if (Interlocked.Exchange(ref running, 1) == 1)
            return "Reconcile is running already.";
        try
        {
            var incomplete = await people.IncompleteAsync();
            var (exitCode, lines) = await ReconcileAsync();
            var completed = new List<object>();
            foreach (var user in incomplete)
            {
                if (await people.IsCompleteAsync(user))
                    completed.Add(new { user.Sub, Email = user.Attributes.GetValueOrDefault("email", user.Username) });
            }
            var summary = lines.LastOrDefault(line => line.StartsWith('{'));
            feed.Publish("repair", "repair", new
            {
                Run = Interlocked.Increment(ref runs),
                At = DateTimeOffset.Now,
                ExitCode = exitCode,
                Summary = summary is null ? null : (JsonElement?)JsonElement.Parse(summary),
                Said = summary is null ? Redaction.WithoutUserInfo(string.Join('\n', lines)) : null,
                Completed = completed,
            });
            return null;
        }
        catch (Win32Exception e)
        {
            return $"Reconcile cannot be run: {e.Message}";
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }

    private async Task<(int ExitCode, IReadOnlyList<string> Lines)> ReconcileAsync()
    {
        var lines = new List<string>();
        await using var process = new ChildProcess(
            ReconcileExecutable.StartInfo(
                pool.Endpoint, table.Endpoint, "--json", "--user-pool-id", pool.Id, "--table", table.Name, "--group", pool.GroupName,
                "--rate", Rate.ToString(CultureInfo.InvariantCulture)),
            lines.Add);
        return (await process.Exited, lines);
    }
}
