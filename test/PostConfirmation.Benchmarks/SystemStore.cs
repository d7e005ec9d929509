using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using PostConfirmation.Local;

namespace PostConfirmation.Benchmarks;

/// <summary>
/// The trust store of Amazon Linux 2023, at this system's own place but for the processes that are measured alone: a folder
/// with one bundle of the system's roots and the benchmark's, and the same again as trusted certificates. And names: each service
/// has the host name of AWS's.
/// </summary>
internal sealed class SystemStore : IDisposable
{
    private static readonly string[] Bundles = ["/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("postconfirmation-benchmark-");

    public SystemStore(Authority authority)
    {
        var system = new X509Certificate2Collection();
        system.ImportFromPemFile(Bundle!);
        var certificates = system.Select(root => root.ExportCertificatePem()).Append(authority.RootPem).ToArray();
        Certificates = certificates.Length;

        var store = folder.CreateSubdirectory("store").FullName;
        File.WriteAllLines(Path.Combine(store, Path.GetFileName(Bundle!)), certificates);
        File.WriteAllLines(
            Path.Combine(store, "ca-bundle.trust.crt"),
            certificates.Select(pem => pem.Replace(" CERTIFICATE-", " TRUSTED CERTIFICATE-", StringComparison.Ordinal)));
        File.WriteAllLines(Path.Combine(folder.FullName, "hosts"), [$"127.0.0.1 localhost {CognitoHost} {DynamoDbHost}"]);
        RootFile = Path.Combine(folder.FullName, "root.pem");
        File.WriteAllText(RootFile, authority.RootPem);
    }

    public static string CognitoHost { get; } = $"cognito-idp.{LocalAws.Region}.amazonaws.com";

    public static string DynamoDbHost { get; } = $"dynamodb.{LocalAws.Region}.amazonaws.com";

    public int Certificates { get; }

    /// <summary>The benchmark's root alone, for runtimes that bring a trust store of their own.</summary>
    public string RootFile { get; }

    /// <summary>Where the bundle is for those processes.</summary>
    public static string? Bundle { get; } = Array.Find(Bundles, File.Exists);

    /// <summary>Comes before a shell script, which mounts what <see cref="Script"/> says.</summary>
    public static IReadOnlyList<string> Namespace => ["unshare", "-m"];

    public string Script =>
        $"mount --bind '{folder}/store' '{Path.GetDirectoryName(Bundle)}' && mount --bind '{folder}/hosts' /etc/hosts && ";

    /// <returns>Null where it can be done, else why not.</returns>
    public static string? WhyNot()
    {
        if (Bundle is null)
            return "the system has no bundle of roots where Amazon Linux or Debian have theirs";
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["-m", "mount", "--bind", Bundle, Bundle]) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0 ? null : "no mount namespace can be made here: run as root on Linux";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "there is no unshare here: run as root on Linux";
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
