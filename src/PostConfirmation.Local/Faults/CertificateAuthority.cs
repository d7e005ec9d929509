using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PostConfirmation.Local.Faults;

/// <summary>Issues certificates for services on this machine. A process trusts them if it has the variables of <see cref="Trust"/>.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("post-confirmation-certificates-");
    private readonly X509Certificate2 root = NewRoot();

    public CertificateAuthority()
    {
        var file = Path.Combine(folder.FullName, "root.pem");
        File.WriteAllText(file, root.ExportCertificatePem());
        Trust = new Dictionary<string, string?>
        {
            ["SSL_CERT_FILE"] = file,
            ["SSL_CERT_DIR"] = folder.CreateSubdirectory("empty").FullName,
        };
        Localhost = Issue(["localhost"], DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>On other systems .NET reads only the system's own trust store, which must not be changed here.</summary>
    public static bool CanBeTrusted => OperatingSystem.IsLinux();

    /// <summary>The environment variables of a process that trusts this authority alone.</summary>
    public IReadOnlyDictionary<string, string?> Trust { get; }

    /// <summary>For services on this machine, valid for a day.</summary>
    public X509Certificate2 Localhost { get; }

    /// <param name="names">The host names in the certificate.</param>
    /// <param name="expires">The certificate is valid for a month before that.</param>
    /// <param name="more">Further extensions.</param>
    public X509Certificate2 Issue(IEnumerable<string> names, DateTimeOffset expires, params IEnumerable<X509Extension> more)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        var request = new CertificateRequest("CN=PostConfirmation local service", key, HashAlgorithmName.SHA256)
        {
            CertificateExtensions =
            {
                new X509BasicConstraintsExtension(false, false, 0, critical: true),
                new X509EnhancedKeyUsageExtension([new(ServerAuthentication)], critical: false),
                alternatives.Build(),
            },
        };
        foreach (var extension in more)
            request.CertificateExtensions.Add(extension);
        using var certificate = request.Create(root, expires.AddMonths(-1), expires, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        Localhost.Dispose();
        root.Dispose();
    }

    /// <summary>Valid for longer than every certificate that it issues.</summary>
    /// <remarks>OpenSSL finds it by its name, so the name must be unique.</remarks>
    private static X509Certificate2 NewRoot()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=PostConfirmation local authority {Guid.NewGuid()}", key, HashAlgorithmName.SHA256)
        {
            CertificateExtensions =
            {
                new X509BasicConstraintsExtension(true, false, 0, critical: true),
                new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true),
            },
        };
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(1));
    }
}
