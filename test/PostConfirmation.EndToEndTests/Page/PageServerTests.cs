using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>The page's server, asked without a browser.</summary>
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
        var others = (await Dns.GetHostAddressesAsync(Dns.GetHostName())).Where(address => !IPAddress.IsLoopback(address));
        foreach (var address in others)
        {
            using var client = new System.Net.Sockets.TcpClient(address.AddressFamily);
            await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => client.ConnectAsync(address, page.Address.Port));
        }
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

    public static TheoryData<string, string, int?> EveryFault
    {
        get
        {
            var faults = new TheoryData<string, string, int?>();
            foreach (var service in (string[])["cognito", "dynamodb"])
            {
                foreach (var choice in Enum.GetNames<Local.Page.FaultChoice>())
                {
                    faults.Add(service, choice, 1);
                    faults.Add(service, choice, null);
                }
            }
            return faults;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(EveryFault))]
    public async Task What_the_page_expects_is_what_happens(string service, string choice, int? calls)
    {
        page.Require();
        await PostAsync($"faults/{service}", new { Choice = choice, Calls = calls });
        try
        {
            var email = $"{service}.{choice}.{calls}@example.com";
            var sub = (string?)(await PostAsync("people", new { Email = email, Address = "" }))!["kept"]!["sub"];
            await PostAsync($"people/{sub}/confirmation", new { Code = "123456" });

            var invocation = await LastInvocationAsync(sub!);

            var expected = (string?)invocation["expected"]?["outcome"] ?? "provisioned";
            Assert.Equal(expected, (string?)invocation["outcome"]);
            Assert.Equal(choice == "None", invocation["expected"] is null);
        }
        finally
        {
            await PostAsync($"faults/{service}", new { Choice = "None", Calls = 0 });
        }
    }

    private async Task<JsonNode?> PostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page.Address, path)) { Content = JsonContent.Create(body) };
        request.Headers.Add("Origin", page.Address.GetLeftPart(UriPartial.Authority));
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>As a page that is opened now learns of it, once the function's own line is there.</summary>
    private async Task<JsonNode> LastInvocationAsync(string sub)
    {
        using var events = new StreamReader(await http.GetStreamAsync(new Uri(page.Address, "events")));
        while (await events.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal) || !line.Contains(sub, StringComparison.Ordinal))
                continue;
            var entry = JsonNode.Parse(line["data: ".Length..])!;
            if (entry["log"] is not null && entry["elapsedMs"] is not null)
                return entry;
        }
        throw new InvalidOperationException("The server ended.");
    }
}
