using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The four requests of Lambda's Runtime API.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html</remarks>
internal sealed class RuntimeApiClient : IDisposable
{
    private readonly HttpClient client;

    /// <param name="address">
    /// The value of <c>AWS_LAMBDA_RUNTIME_API</c>: host and port, and a path where AWS's tools for local tests give one.
    /// </param>
    public RuntimeApiClient(string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            throw new InvalidOperationException(
                "AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda, which says there where to ask for work.");
        }

        client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/"),
            // The next invocation may be hours away, and the process is frozen until then.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<NextInvocation> NextAsync(TimeProvider clock, ILambdaLogger logger)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "invocation/next");
        var response = await SendAsync(request);
        return new(
            Header(response, "Lambda-Runtime-Aws-Request-Id") ?? throw new HttpRequestException("Lambda gave work without a request id."),
            Header(response, "Lambda-Runtime-Trace-Id"),
            DateTimeOffset.FromUnixTimeMilliseconds(long.TryParse(Header(response, "Lambda-Runtime-Deadline-Ms"), out var deadline) ? deadline : 0),
            await response.Content.ReadAsStreamAsync(),
            clock,
            logger);
    }

    public Task PostResponseAsync(string requestId, Stream response) =>
        PostAsync($"invocation/{requestId}/response", new StreamContent(response), "application/json");

    public Task PostErrorAsync(string requestId, Exception error) => PostErrorToAsync($"invocation/{requestId}/error", error);

    public Task PostInitErrorAsync(Exception error) => PostErrorToAsync("init/error", error);

    public void Dispose() => client.Dispose();

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;

    private Task PostErrorToAsync(string path, Exception error)
    {
        var json = new JsonObject
        {
            ["errorMessage"] = error.Message,
            ["errorType"] = error.GetType().Name,
            ["stackTrace"] = ExceptionText.ToJson(error.StackTrace),
        };
        var content = new StringContent(json.ToJsonString());
        content.Headers.Add("Lambda-Runtime-Function-Error-Type", error.GetType().Name);
        return PostAsync(path, content, "application/vnd.aws.lambda.error+json");
    }

    private async Task PostAsync(string path, HttpContent content, string contentType)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var response = await client.SendAsync(request);
        if (response.IsSuccessStatusCode)
            return response;
        throw new HttpRequestException(
            $"{request.Method} {request.RequestUri} was answered with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }
}
