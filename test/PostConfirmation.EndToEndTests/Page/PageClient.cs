using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>Sends the page's requests to the server, without a browser.</summary>
internal sealed class PageClient(Uri page) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

    public void Dispose() => http.Dispose();

    /// <param name="calls">Null until it is switched off.</param>
    public Task BreakAsync(string service, string choice, int? calls = null) => PostAsync($"faults/{service}", new { Choice = choice, Calls = calls });

    public Task MendAsync(string service) => BreakAsync(service, "None");

    /// <returns>The new user's sub.</returns>
    public async Task<string> SignUpAsync()
    {
        var answer = await PostAsync("people", new { Email = $"{Guid.NewGuid():N}@example.com", Address = "" });
        return (string)answer!["kept"]!["sub"]!;
    }

    /// <summary>Returns when the trigger has run.</summary>
    public Task ConfirmAsync(string sub) => PostAsync($"people/{sub}/confirmation", new { Code = "123456" });

    public async Task<JsonNode?> PostAsync(string path, object body)
    {
        using var response = await SendAsync(path, body);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public async Task<HttpResponseMessage> SendAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page, path)) { Content = JsonContent.Create(body) };
        request.Headers.Add("Origin", page.GetLeftPart(UriPartial.Authority));
        return await http.SendAsync(request);
    }

    /// <summary>A user's invocation as every page gets it, once it was sent.</summary>
    public Task<JsonNode> InvocationAsync(string sub, Func<JsonNode, bool> isSo) =>
        EventAsync(entry => (string?)entry["sub"] == sub && isSo(entry));

    /// <summary>What every page gets, once it was sent.</summary>
    public async Task<JsonNode> EventAsync(Func<JsonNode, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var events = new StreamReader(await http.GetStreamAsync(new Uri(page, "events"), patience.Token));
        while (await events.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line["data: ".Length..]) is { } entry && isSo(entry))
                return entry;
        }

        throw new InvalidOperationException("The server ended.");
    }
}
