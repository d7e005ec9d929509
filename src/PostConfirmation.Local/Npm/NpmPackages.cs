using System.Diagnostics;
using System.Security.Cryptography;

namespace PostConfirmation.Local;

/// <summary>The npm packages of a folder's <c>package-lock.json</c>, installed into its <c>node_modules</c>.</summary>
/// <param name="name">Their name in messages, such as <c>the emulators</c>.</param>
/// <param name="size">The size of a large download, for messages, such as <c>138 MB</c>.</param>
internal sealed class NpmPackages(string folder, string name, string? size = null)
{
    private string NodeModules => Path.Combine(folder, "node_modules");

    /// <summary>Installs all packages or none, unless exactly these versions are there. Several processes may call it at once.</summary>
    /// <param name="progress">Gets a sentence for each step, if there is anything to install.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="LocalException" />
    public async Task<string> EnsureAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        await NodeTools.CheckAsync(name, cancellationToken);
        if (!Directory.Exists(folder))
            throw new LocalException($"There is no folder {folder}; build this project again where it is now.");
        if (IsInstalled())
            return folder;

        // In the same folder, so that moving it to its destination is atomic.
        var staging = Path.Combine(folder, $".install-{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            RemoveAbandoned();
            Directory.CreateDirectory(staging);
            foreach (var file in (string[])["package.json", "package-lock.json"])
                File.Copy(Path.Combine(folder, file), Path.Combine(staging, file));
            progress?.Report(size is null ? $"Installing {name}, once" : $"Installing {name}, once: {size}");
            await NodeTools.InstallAsync(staging, name, progress, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(staging, "node_modules", ".lock-hash"), LockHash(), cancellationToken);
            Replace(staging);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new LocalException($"npm cannot install {name} in {folder}, make it writable: {e.Message}", e);
        }
        finally
        {
            Remove(staging);
        }
        return folder;
    }

    private string LockHash() =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "package-lock.json"))));

    private bool IsInstalled() =>
        Path.Combine(NodeModules, ".lock-hash") is var mark && File.Exists(mark) && File.ReadAllText(mark) == LockHash();

    private void Replace(string staging)
    {
        try
        {
            if (IsInstalled())
                return; // Another run was faster.
            if (Directory.Exists(NodeModules))
                Directory.Move(NodeModules, Path.Combine(staging, "replaced"));
            Directory.Move(Path.Combine(staging, "node_modules"), NodeModules);
        }
        catch (IOException) when (IsInstalled())
        {
            // Another run was faster.
        }
    }

    /// <summary>Removes what a killed run left behind.</summary>
    private void RemoveAbandoned()
    {
        foreach (var left in Directory.EnumerateDirectories(folder, ".install-*"))
        {
            if (!int.TryParse(Path.GetFileName(left).Split('-')[1], out var id) || !IsRunning(id))
                Remove(left);
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
