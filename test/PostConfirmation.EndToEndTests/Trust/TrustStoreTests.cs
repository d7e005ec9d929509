using System.Security.Cryptography.X509Certificates;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Trust;

/// <summary>Which servers the function's own executable trusts with a user's data.</summary>
public sealed class TrustStoreTests : IDisposable
{
    private readonly CertificateAuthority amazon = new();
    private readonly CertificateAuthority system = new();
    private readonly CertificateAuthority own = new();

    public void Dispose()
    {
        amazon.Dispose();
        system.Dispose();
        own.Dispose();
    }

    [SkippableFact]
    public async Task A_server_that_the_roots_beside_the_executable_vouch_for_is_served()
    {
        using var function = Deploy();
        await using var server = new TlsServer(amazon.Localhost);

        Assert.True(await function.TrustsAsync(server));
    }

    [SkippableFact]
    public async Task The_same_server_is_served_where_Lambda_has_named_an_empty_store()
    {
        using var function = Deploy();
        await using var server = new TlsServer(amazon.Localhost);

        Assert.True(await function.TrustsAsync(server, ("SSL_CERT_FILE", "/var/runtime/empty-certificates.crt")));
    }

    [SkippableFact]
    public async Task A_server_that_only_the_system_vouches_for_is_served()
    {
        using var function = DeployOnSystem();
        await using var server = new TlsServer(system.Localhost);

        Assert.True(await function.TrustsAsync(server));
    }

    [SkippableFact]
    public async Task No_other_server_is_served()
    {
        using var function = Deploy();
        await using var server = new TlsServer(own.Localhost);

        Assert.False(await function.TrustsAsync(server));
    }

    [SkippableFact]
    public async Task Without_the_roots_a_server_that_the_system_vouches_for_is_served()
    {
        using var function = DeployOnSystem();
        File.Delete(function.Roots);
        await using var server = new TlsServer(system.Localhost);

        Assert.True(await function.TrustsAsync(server));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task With_unreadable_roots_a_server_that_the_system_vouches_for_is_served(string roots)
    {
        using var function = DeployOnSystem();
        await File.WriteAllTextAsync(function.Roots, roots);
        await using var server = new TlsServer(system.Localhost);

        Assert.True(await function.TrustsAsync(server));
    }

    [SkippableTheory]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("SSL_CERT_DIR")]
    public async Task With_a_store_of_the_users_own_only_its_servers_are_served(string variable)
    {
        using var function = DeployOnSystem();
        var store = own.Trust["SSL_CERT_FILE"]!;
        var variables = (variable, variable == "SSL_CERT_FILE" ? store : Path.GetDirectoryName(store)!);
        // With a user's folder, .NET still reads the system's file; with a user's file, the system's folder.
        var nothingElse = (variable == "SSL_CERT_FILE" ? "SSL_CERT_DIR" : "SSL_CERT_FILE", "/dev/null");
        await using var trusted = new TlsServer(own.Localhost);
        await using var amazons = new TlsServer(amazon.Localhost);
        await using var systems = new TlsServer(system.Localhost);

        Assert.True(await function.TrustsAsync(trusted, variables));
        Assert.False(await function.TrustsAsync(amazons, variables));
        Assert.False(await function.TrustsAsync(systems, variables, nothingElse));
    }

    [Fact]
    public void The_roots_that_are_deployed_are_those_of_Amazon_Trust_Services()
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(Path.Combine(AppContext.BaseDirectory, "aws-roots.pem"));

        // The SHA-256 of each public key, as https://www.amazontrust.com/repository has it.
        Assert.Equal(
            [
                ("Amazon Root CA 1", "fbe3018031f9586bcbf41727e417b7d1c45c2f47f93be372a17b96b50757d5a2"),
                ("Amazon Root CA 2", "7f4296fc5b6a4e3b35d3c369623e364ab1af381d8fa7121533c9d6c633ea2461"),
                ("Amazon Root CA 3", "36abc32656acfc645c61b71613c4bf21c787f5cabbee48348d58597803d7abc9"),
                ("Amazon Root CA 4", "f7ecded5c66047d28ed6466b543c40e0743abe81d109254dcf845d4c2c7853c5"),
                ("Starfield Services Root Certificate Authority - G2", "2b071c59a0a0ae76b0eadb2bad23bad4580b69c3601b630c2eaf0613afa83f92"),
            ],
            roots.Select(root => (
                root.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(root.PublicKey.ExportSubjectPublicKeyInfo())))));
    }

    private Deployment Deploy()
    {
        Skip.IfNot(CertificateAuthority.CanBeTrusted, "elsewhere than on Linux the system's store stays as it is");
        var deployment = new Deployment();
        File.Copy(amazon.Trust["SSL_CERT_FILE"]!, deployment.Roots);
        return deployment;
    }

    private Deployment DeployOnSystem()
    {
        Skip.If(Deployment.WhyNoOtherSystem is not null, Deployment.WhyNoOtherSystem);
        var deployment = Deploy();
        deployment.TrustBySystem(system);
        return deployment;
    }
}
