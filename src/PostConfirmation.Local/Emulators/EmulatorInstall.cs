using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace PostConfirmation.Local;

/// <summary>Puts the emulators of <c>package-lock.json</c> into <c>Emulators/npm/node_modules</c>, all or nothing.</summary>
internal static class EmulatorInstall
{
    /// <summary>The <c>Emulators/npm</c> folder of this project's source.</summary>
    public static string Folder { get; } =
        typeof(EmulatorInstall).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "EmulatorsFolder").Value!;

    /// <summary>Installs unless exactly these versions are installed already. Safe to run several times at once.</summary>
    /// <param name="progress">Gets a sentence about each step of an install, nothing where there is none.</param>
    /// <returns>The folder of the scripts that start the emulators.</returns>
    /// <exception cref="LocalException" />
    public static async Task<string> EnsureAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        await NodeTools.CheckAsync(cancellationToken);
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
            await NodeTools.InstallAsync(folder, progress, cancellationToken);
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
