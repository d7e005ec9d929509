using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace PostConfirmation.Local;

/// <summary>Puts the emulators of <c>package-lock.json</c> into <c>emulators/node_modules</c>, all or nothing.</summary>
internal static class EmulatorInstall
{
    private const int OldestNode = 20;

    /// <summary>The <c>emulators</c> folder of this project's source.</summary>
    public static string Folder { get; } =
        typeof(EmulatorInstall).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "EmulatorsFolder").Value!;

    /// <summary>Installs unless exactly these versions are installed already. Safe to run several times at once.</summary>
    /// <param name="progress">Gets a sentence about each step of an install, nothing where there is none.</param>
    /// <returns>The folder of the scripts that start the emulators.</returns>
    /// <exception cref="LocalException" />
    public static async Task<string> EnsureAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        await CheckNodeAsync(cancellationToken);
        if (!Directory.Exists(Folder))
            throw new LocalException($"There is no folder {Folder}; build this project again where it is now.");
        if (IsInstalled())
            return Folder;

        // Beside its destination, so that moving it there is one step that happens or does not.
        var folder = Path.Combine(Folder, $".install-{Environment.ProcessId}");
        try
        {
            RemoveAbandoned();
            Remove(folder);
            Directory.CreateDirectory(folder);
            foreach (var file in (string[])["package.json", "package-lock.json"])
                File.Copy(Path.Combine(Folder, file), Path.Combine(folder, file), overwrite: true);
            await RunNpmAsync(folder, progress, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "node_modules", ".lock-hash"), LockHash(), cancellationToken);
            Replace(folder);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new LocalException($"The emulators cannot be installed in {Folder}, make it writable: {e.Message}", e);
        }
        finally
        {
            Remove(folder);
        }
        return Folder;
    }

    private static string NodeModules => Path.Combine(Folder, "node_modules");

    private static string LockHash() =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, "package-lock.json"))));

    private static bool IsInstalled() =>
        Path.Combine(NodeModules, ".lock-hash") is var mark && File.Exists(mark) && File.ReadAllText(mark) == LockHash();

    private static async Task CheckNodeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var node = new Child(new("node", "--version"));
            await node.Exited.WaitAsync(cancellationToken);
            var version = node.LastLines(line => line.StartsWith('v'));
            if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < OldestNode)
                throw new LocalException($"The emulators need Node.js {OldestNode} or newer, and this is {version}: update it from https://nodejs.org.");
        }
        catch (Win32Exception e)
        {
            throw new LocalException($"There is no Node.js on the PATH: install version {OldestNode} or newer from https://nodejs.org.", e);
        }
    }

    private static async Task RunNpmAsync(string folder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        // Every package that is fetched has its hash in the lock file.
        var packages = File.ReadLines(Path.Combine(folder, "package-lock.json"))
            .Count(line => line.Contains("\"integrity\":", StringComparison.Ordinal));
        var fetched = 0;
        progress?.Report("Installing the emulators, once: 138 MB");
        var start = new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=http", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000"])
        {
            WorkingDirectory = folder,
        };
        try
        {
            await using var npm = new Child(start, line =>
            {
                if (line.Contains(".tgz ", StringComparison.Ordinal))
                    progress?.Report($"Installing the emulators, once: {++fetched} of {packages} packages");
            });
            if (await npm.Exited.WaitAsync(cancellationToken) != 0)
            {
                var reasons = npm.LastLines(line => line.StartsWith("npm error", StringComparison.Ordinal));
                throw new LocalException($"npm could not install the emulators; check the connection and npm's settings, then try again. It said:{Environment.NewLine}{reasons}");
            }
        }
        catch (Win32Exception e)
        {
            throw new LocalException("There is no npm on the PATH: it comes with Node.js, from https://nodejs.org.", e);
        }
    }

    private static void Replace(string folder)
    {
        try
        {
            if (IsInstalled())
                return; // Another run was faster.
            if (Directory.Exists(NodeModules))
                Directory.Move(NodeModules, Path.Combine(folder, "replaced"));
            Directory.Move(Path.Combine(folder, "node_modules"), NodeModules);
        }
        catch (IOException) when (IsInstalled())
        {
            // Another run was faster by a moment.
        }
    }

    /// <summary>What a killed run left, and what an earlier version installed.</summary>
    private static void RemoveAbandoned()
    {
        foreach (var folder in Directory.EnumerateDirectories(Folder, ".install-*"))
        {
            if (!int.TryParse(folder[(folder.LastIndexOf('-') + 1)..], out var id) || !IsRunning(id))
                Remove(folder);
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there, or npm is still writing: the next run removes it.
        }
    }
}
