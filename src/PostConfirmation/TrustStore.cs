using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace PostConfirmation;

/// <summary>
/// Tries Amazon's roots first, and what else the system trusts second. Before the first connection, and again after five
/// minutes, .NET on Linux reads every certificate of the system's store: on Lambda 145, of which one is needed.
/// </summary>
/// <remarks>https://www.amazontrust.com/repository asks for all five roots.</remarks>
internal static partial class TrustStore
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string FolderVariable = "SSL_CERT_DIR";
    private const string NoFolder = "/dev/null";

    /// <summary>What Lambda's own start script sets in some of its images, so not the user's choice.</summary>
    private const string EmptyFile = "/var/runtime/empty-certificates.crt";

    /// <summary>Everything the system trusts, in Amazon Linux and in Debian.</summary>
    internal static readonly string[] Bundles = ["/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt"];

    /// <summary>For every connection of the process.</summary>
    public static SslClientAuthenticationOptions Options { get; private set; } = new();

    /// <summary>
    /// Comes before everything else in the process: no other thread may read the environment meanwhile, and .NET looks only
    /// once where the store is. A store of the user's own stays, and so does the system's where either file is missing.
    /// </summary>
    public static void Narrow()
    {
        var roots = Path.Combine(AppContext.BaseDirectory, "aws-roots.pem");
        if (!OperatingSystem.IsLinux()
            || Environment.GetEnvironmentVariable(FileVariable) is not (null or EmptyFile)
            || Environment.GetEnvironmentVariable(FolderVariable) is not null
            || !File.Exists(roots)
            || Array.Find(Bundles, File.Exists) is not { } bundle)
        {
            return;
        }

        Options = FallingBackTo(bundle);
        // .NET reads the C library's environment here, which is another than its own.
        _ = SetVariable(FileVariable, roots, overwrite: 1);
        _ = SetVariable(FolderVariable, NoFolder, overwrite: 1);
    }

    /// <param name="bundle">A file with the roots to try where the chain of a server ends in no root that .NET knows of.</param>
    internal static SslClientAuthenticationOptions FallingBackTo(string bundle)
    {
        var roots = new Lazy<X509Certificate2Collection>(() =>
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(bundle);
            return all;
        });
        return new()
        {
            // As without any policy, but asks nobody for the root that only the bundle has.
            CertificateChainPolicy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                errors == SslPolicyErrors.None
                || (errors == SslPolicyErrors.RemoteCertificateChainErrors && IsTrusted((X509Certificate2)certificate!, chain!, roots.Value)),
        };
    }

    /// <summary>The whole check again: with other roots nothing else may pass that did not pass before.</summary>
    private static bool IsTrusted(X509Certificate2 certificate, X509Chain chain, X509Certificate2Collection roots)
    {
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.DisableCertificateDownloads = false;
        return chain.Build(certificate);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
