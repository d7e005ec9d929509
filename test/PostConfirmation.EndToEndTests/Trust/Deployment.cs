using System.Diagnostics;
using PostConfirmation.Local;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Trust;

/// <summary>The function's own executable in a folder of its own, on a system with a trust store of its own.</summary>
internal sealed class Deployment : IDisposable
{
    private const int Calls = 20;

    /// <summary>What the function logs where a connection fails, and did not just take too long.</summary>
    private const string Refusal = """
        "errorCode":"HttpRequestException"
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("post-confirmation-deployment-");
    private string executable;

    public Deployment()
    {
        var original = Path.GetFullPath(FunctionProcess.DefaultExecutable);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(original)!))
        {
            if (file == original || Path.GetExtension(file) is ".dll" or ".json")
                File.Copy(file, PathOf(Path.GetFileName(file)));
        }
        executable = PathOf(Path.GetFileName(original));
    }

    /// <summary>Why the system's bundle cannot be replaced for one process here; null if it can.</summary>
    public static string? WhyNoOtherSystem { get; } =
        Bundle is null ? "there is no bundle of roots where Amazon Linux or Debian have theirs"
        : CanMount() ? null
        : "no mount namespace can be made here";

    /// <summary>The roots beside the executable.</summary>
    public string Roots => PathOf("aws-roots.pem");

    private static string? Bundle => Array.Find(TrustStore.Bundles, File.Exists);

    /// <summary>Root may make a namespace; other users may where the system allows user namespaces.</summary>
    private static string MountNamespace => Environment.IsPrivilegedProcess ? "-m" : "-rm";

    /// <summary>From now on the system's bundle holds nothing but this authority.</summary>
    public void TrustBySystem(CertificateAuthority authority)
    {
        var script = PathOf("run.sh");
        File.WriteAllText(
            script,
            $"""
             #!/bin/sh
             exec unshare {MountNamespace} sh -c 'mount --bind "$1" "$2" && exec "$3"' sh {authority.Trust["SSL_CERT_FILE"]} {Bundle} {executable}
             """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        executable = script;
    }

    /// <remarks>
    /// Who was not answered in time asks again: on a busy machine an attempt is over before .NET has read the store. So no server
    /// counts as refused but one that the function itself turned away from.
    /// </remarks>
    /// <returns>Whether a process with these variables trusts this server, which is there for both services.</returns>
    public async Task<bool> TrustsAsync(TlsServer server, params (string Name, string Value)[] variables)
    {
        await using var lambda = await LambdaEndpoint.StartAsync(TimeSpan.FromSeconds(30));
        var environment = new Dictionary<string, string?> { ["SSL_CERT_FILE"] = null, ["SSL_CERT_DIR"] = null }; // not the values of the user who runs the tests
        foreach (var (name, value) in variables)
            environment[name] = value;
        await using var function = FunctionProcess.Start(
            new(lambda.Address, server.Address, server.Address, "users", "customers", executable, environment));
        var payload = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "events", "confirm-sign-up.json"));
        for (var call = 1; call <= Calls; call++)
        {
            if (!(await lambda.InvokeAsync(payload)).IsError)
                return true;
            if (function.LastLines.Contains(Refusal, StringComparison.Ordinal))
                return false;
        }
        throw new TimeoutException($"No user was provisioned, and no certificate refused. {function.LastLines}");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static bool CanMount()
    {
        using var process = Process.Start(
            new ProcessStartInfo("unshare", [MountNamespace, "mount", "--bind", Bundle!, Bundle!]) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
