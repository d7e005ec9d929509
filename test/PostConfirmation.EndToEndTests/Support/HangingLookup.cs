using System.ComponentModel;
using System.Diagnostics;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>
/// An executable that runs the function with name look-ups that hang: for that process alone <c>/etc/hosts</c> is a pipe
/// that nobody writes to. Needs Linux, and the right to make a namespace.
/// </summary>
internal sealed class HangingLookup : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("post-confirmation-lookup-");

    private HangingLookup() => Executable = Path.Combine(folder.FullName, "function");

    public string Executable { get; }

    private string Hosts => Path.Combine(folder.FullName, "hosts");

    private string End => Path.Combine(folder.FullName, "end");

    /// <returns>Null where it cannot be made.</returns>
    public static async Task<HangingLookup?> TryCreateAsync()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var lookup = new HangingLookup();
        var switches = Path.Combine(lookup.folder.FullName, "nsswitch.conf");
        await File.WriteAllTextAsync(switches, "hosts: files\n");
        await File.WriteAllTextAsync(lookup.Executable, $"""
            #!/bin/sh
            exec unshare --user --map-root-user --mount sh -c '
              mount --bind "{switches}" /etc/nsswitch.conf && mount --bind "{lookup.Hosts}" /etc/hosts || exit 99
              (read -r _ < "{lookup.End}"; umount -l /etc/hosts) < /dev/null > /dev/null 2>&1 &
              exec "$0"' "{Path.GetFullPath(FunctionProcess.DefaultExecutable)}"

            """);
        File.SetUnixFileMode(lookup.Executable, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        if (await RunAsync("mkfifo", lookup.Hosts, lookup.End)
            && await RunAsync("unshare", "--user", "--map-root-user", "--mount", "mount", "--bind", lookup.Hosts, "/etc/hosts"))
        {
            return lookup;
        }

        lookup.Dispose();
        return null;
    }

    /// <summary>Ends the hanging: look-ups under way fail, and later ones succeed.</summary>
    public async Task EndAsync()
    {
        foreach (var pipe in (string[])[End, Hosts])
            await RunAsync("timeout", "2", "sh", "-c", $"echo > '{pipe}'"); // with a timeout, because there may be no reader
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // there is no such program
        }
    }
}
