using System.ComponentModel;
using System.Diagnostics;

namespace PostConfirmation.Local;

/// <summary>Node.js and npm, with sentences that say what to do if they are missing.</summary>
internal static class NodeTools
{
    private const int OldestNode = 20;

    /// <param name="name">What needs it, such as <c>the emulators</c>.</param>
    /// <exception cref="LocalException">It is missing or too old.</exception>
    public static async Task CheckAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var node = new ChildProcess(new("node", "--version"));
            await node.Exited.WaitAsync(cancellationToken);
            var version = node.LastLines(line => line.StartsWith('v'));
            if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < OldestNode)
                throw new LocalException($"Node.js {OldestNode} or newer is needed for {name}, and this is {version}: update it from https://nodejs.org.");
        }
        catch (Win32Exception e)
        {
            throw new LocalException($"There is no Node.js on the PATH: install version {OldestNode} or newer from https://nodejs.org.", e);
        }
    }

    /// <summary>Installs exactly what the folder's <c>package-lock.json</c> says; no package's own scripts run.</summary>
    /// <param name="name">What it installs, such as <c>the emulators</c>.</param>
    /// <exception cref="LocalException">npm is missing or failed.</exception>
    public static async Task InstallAsync(string folder, string name, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        // Every package that is fetched has its hash in the lock file.
        var packages = File.ReadLines(Path.Combine(folder, "package-lock.json"))
            .Count(line => line.Contains("\"integrity\":", StringComparison.Ordinal));
        var fetched = 0;
        var start = new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=http", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000"])
        {
            WorkingDirectory = folder,
        };
        try
        {
            await using var npm = new ChildProcess(start, line =>
            {
                if (line.Contains(".tgz ", StringComparison.Ordinal))
                    progress?.Report($"Installing {name}, once: {++fetched} of {packages} packages");
            });
            if (await npm.Exited.WaitAsync(cancellationToken) != 0)
            {
                var reasons = npm.LastLines(IsReason);
                throw new LocalException(
                    $"npm could not install {name}; check the connection and npm's settings, then try again. It said:{Environment.NewLine}{reasons}");
            }
        }
        catch (Win32Exception e)
        {
            throw new LocalException("There is no npm on the PATH: it comes with Node.js, from https://nodejs.org.", e);
        }
    }

    /// <summary>Leaves out npm's stack trace and the list of downloads.</summary>
    private static bool IsReason(string line) =>
        line.StartsWith("npm error", StringComparison.Ordinal) && !line.Contains("   at ", StringComparison.Ordinal);
}
