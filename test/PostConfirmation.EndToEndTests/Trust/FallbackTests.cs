using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Trust;

/// <summary>The second step of the trust check: the system's certificates, when Amazon's roots are not enough.</summary>
public sealed class FallbackTests : IDisposable
{
    private readonly CertificateAuthority system = new();
    private readonly CertificateAuthority stranger = new();

    public void Dispose()
    {
        system.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public async Task A_server_that_the_system_trusts_is_served_at_once()
    {
        await using var server = new TlsServer(system.Localhost);

        Assert.Equal("{}", await AskAsync(server));
    }

    [Fact]
    public async Task The_network_is_not_asked_for_the_root_that_the_system_has()
    {
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        using var certificate = system.Issue(
            ["localhost"],
            DateTimeOffset.UtcNow.AddDays(1),
            new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [$"http://{elsewhere.LocalEndpoint}/root.cer"]));
        await using var server = new TlsServer(certificate);

        Assert.Equal("{}", await AskAsync(server));
        Assert.False(elsewhere.Pending());
    }

    [Fact]
    public async Task A_stranger_stays_refused()
    {
        await using var server = new TlsServer(stranger.Localhost);

        await AssertRefusedAsync(server);
    }

    [Fact]
    public async Task An_expired_certificate_stays_refused()
    {
        using var expired = system.Issue(["localhost"], DateTimeOffset.UtcNow.AddDays(-1));
        await using var server = new TlsServer(expired);

        await AssertRefusedAsync(server);
    }

    [Fact]
    public async Task A_certificate_for_another_name_stays_refused()
    {
        using var other = system.Issue(["example.com"], DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new TlsServer(other);

        await AssertRefusedAsync(server);
    }

    [Fact]
    public async Task A_session_is_resumed()
    {
        using var large = system.Issue([.. Enumerable.Range(0, 200).Select(i => $"name-{i}.example.com"), "localhost"], DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new TlsServer(large);
        using var client = Client();

        await client.GetStringAsync(server.Address);
        await client.GetStringAsync(server.Address);

        Assert.Collection(
            server.Handshakes,
            first => Assert.InRange(first, large.RawData.Length, int.MaxValue),
            second => Assert.InRange(second, 1, 1000));
    }

    private HttpClient Client() =>
        new(new SocketsHttpHandler { UseProxy = false, SslOptions = TrustStore.FallingBackTo(system.Trust["SSL_CERT_FILE"]!) });

    private async Task<string> AskAsync(TlsServer server)
    {
        using var client = Client();
        return await client.GetStringAsync(server.Address);
    }

    private async Task AssertRefusedAsync(TlsServer server)
    {
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(server));
        Assert.IsType<AuthenticationException>(refused.InnerException);
    }
}
