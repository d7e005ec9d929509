using System.Net;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>Who may use the page's server.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageServerTests(ServedPage page) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

    public void Dispose() => http.Dispose();

    [SkippableTheory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("localhost")]
    [InlineData("localhost:1")]
    [InlineData("localhost.evil.example:{port}")]
    [InlineData("127.0.0.2:{port}")]
    public async Task It_answers_to_no_other_name(string host)
    {
        page.Require();
        using var request = new HttpRequestMessage(HttpMethod.Get, page.Address);
        request.Headers.Host = host.Replace("{port}", $"{page.Address.Port}", StringComparison.Ordinal);

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [SkippableTheory]
    [InlineData("http://evil.example")]
    [InlineData("http://localhost:1")]
    [InlineData("https://localhost:{port}")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task Nothing_is_done_for_another_origin(string? origin)
    {
        page.Require();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page.Address, "process/kill")) { Content = JsonContent.Create(new { }) };
        request.Headers.Add("Origin", origin?.Replace("{port}", $"{page.Address.Port}", StringComparison.Ordinal));

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [SkippableFact]
    public async Task Nothing_is_told_to_another_origin()
    {
        page.Require();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(page.Address, "events")) { Headers = { { "Origin", "http://evil.example" } } };

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [SkippableFact]
    public async Task It_listens_on_the_loopback_address_alone()
    {
        page.Require();
        var others = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses, (_, unicast) => unicast.Address)
            .Where(address => !IPAddress.IsLoopback(address))
            .ToList();
        if (OperatingSystem.IsLinux())
            others.Add(IPAddress.Parse("127.0.0.2")); // There, a listener on any address has this one, too.

        Assert.NotEmpty(others);
        foreach (var address in others)
        {
            using var client = new TcpClient(address.AddressFamily);
            await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(address, page.Address.Port));
        }
    }

    [SkippableFact]
    public async Task The_command_prints_how_a_front_end_signs_in()
    {
        page.Require();
        await page.WritesAsync("A front end signs in with USER_PASSWORD_AUTH: the emulator does not know USER_SRP_AUTH, the default of Amplify.");
    }

    [SkippableFact]
    public async Task Only_its_own_files_may_be_part_of_the_page()
    {
        page.Require();
        using var response = await http.GetAsync(page.Address);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            string.Join(',', response.Headers.GetValues("Content-Security-Policy")));
    }
}
