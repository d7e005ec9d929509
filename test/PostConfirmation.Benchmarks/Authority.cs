using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PostConfirmation.Benchmarks;

/// <summary>
/// Issues certificates as Amazon's do for AWS's endpoints: RSA keys of 2,048 bits, and an authority between root and server.
/// </summary>
internal sealed class Authority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 root;
    private readonly X509Certificate2 between;

    public Authority()
    {
        root = Create("CN=Benchmark root", issuer: null, isAuthority: true);
        between = Create("CN=Benchmark authority", root, isAuthority: true);
    }

    public string RootPem => root.ExportCertificatePem();

    /// <summary>The certificates that a server sends with its own.</summary>
    public X509Certificate2Collection Chain => [between];

    public X509Certificate2 Issue(string host) => Create($"CN={host}", between, isAuthority: false, host);

    public void Dispose()
    {
        root.Dispose();
        between.Dispose();
    }

    private static X509Certificate2 Create(string name, X509Certificate2? issuer, bool isAuthority, string? host = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (isAuthority)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        else
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(ServerAuthentication)], critical: false));
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
        }
        if (issuer is null)
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(issuer, new DateTimeOffset(issuer.NotBefore), new DateTimeOffset(issuer.NotAfter), RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }
}
