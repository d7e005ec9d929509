using System.Net.Http.Headers;
using System.Text;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The four requests of Lambda's Runtime API.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html</remarks>
internal sealed class RuntimeApiClient : IDisposable
{
    private const int MaxQuotedBody = 1000;

    private readonly HttpClient client;

    /// <param name="hostAndPort">The value of <c>AWS_LAMBDA_RUNTIME_API</c>.</param>
    public RuntimeApiClient(string? hostAndPort)
    {
        if (string.IsNullOrEmpty(hostAndPort))
        {
            throw new InvalidOperationException(
                "AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda, which says there where to ask for work.");
        }

        client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        })
        {
            BaseAddress = new Uri($"http://{hostAndPort}/2018-06-01/runtime/"),
            // The next invocation may be hours away, and the process is frozen until then.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <returns>Null when the token is cancelled.</returns>
    public async Task<NextInvocation?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "invocation/next");
            return await NextInvocation.ReadAsync(await SendAsync(request, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public Task PostResponseAsync(string requestId, Stream response) =>
        PostAsync(InvocationPath(requestId, "response"), new StreamContent(response), "application/json");

    public Task PostErrorAsync(string requestId, ErrorReport error) =>
        PostErrorToAsync(InvocationPath(requestId, "error"), error);

    public Task PostInitErrorAsync(ErrorReport error) =>
        PostErrorToAsync("init/error", error);

    public void Dispose() => client.Dispose();

    private static string InvocationPath(string requestId, string what) =>
        $"invocation/{Uri.EscapeDataString(requestId)}/{what}";

    private Task PostErrorToAsync(string path, ErrorReport error)
    {
        var content = new ByteArrayContent(error.ToJson());
        content.Headers.Add("Lambda-Runtime-Function-Error-Type", error.HeaderValue);
        return PostAsync(path, content, "application/vnd.aws.lambda.error+json");
    }

    private async Task PostAsync(string path, HttpContent content, string contentType)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await SendAsync(request, CancellationToken.None);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new HttpRequestException(e.HttpRequestError, $"{request.Method} {request.RequestUri} failed: {e.Message}", e);
        }

        if (response.IsSuccessStatusCode)
            return response;

        using (response)
        {
            var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(CancellationToken.None));
            throw new HttpRequestException(
                $"{request.Method} {request.RequestUri} was answered with {(int)response.StatusCode}: "
                + (body.Length <= MaxQuotedBody ? body : body[..MaxQuotedBody] + "…"),
                inner: null,
                response.StatusCode);
        }
    }
}
