using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PostConfirmation.Local;

/// <summary>An error that the user pool answered with, such as <c>UsernameExistsException</c>.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="type">Empty if the answer has none.</param>
/// <param name="message">Empty if the answer has none.</param>
internal sealed class UserPoolException(string operation, int status, string type, string message)
    : Exception($"{operation}: {(type.Length > 0 ? type : status)}: {message}")
{
    public int Status => status;

    public string Type => type;

    public string PoolMessage => message;
}

/// <summary>The emulator's API, which checks no signature.</summary>
internal sealed class UserPoolApi(Uri endpoint) : IDisposable
{
    // A company's proxy could not reach this machine.
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

    public Uri Endpoint => endpoint;

    /// <summary>Any operation of the pool's API, by AWS's name.</summary>
    /// <exception cref="UserPoolException">The pool refused.</exception>
    public async Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new StringContent(input.ToJsonString(), new MediaTypeHeaderValue("application/x-amz-json-1.1")),
            Headers = { { "X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}" } },
        };
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var answer = text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject ?? [];
        return response.IsSuccessStatusCode
            ? answer
            : throw new UserPoolException(operation, (int)response.StatusCode, (string?)answer["__type"] ?? "", (string?)answer["message"] ?? "");
    }

    public void Dispose() => http.Dispose();
}
