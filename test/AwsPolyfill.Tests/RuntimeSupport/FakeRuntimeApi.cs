using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AwsPolyfill.Tests.RuntimeSupport;

/// <summary>A request as it arrived, without the headers that every HTTP request has.</summary>
internal sealed record ReceivedRequest(string Line, string? ContentType, string? ErrorType, string Body);

/// <summary>
/// Lambda's Runtime API on a real port: gives out what was queued, records every request, and answers 410 when the
/// queue is empty, so that the loop under test ends by itself.
/// </summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Work> work = new();
    private readonly ConcurrentQueue<ReceivedRequest> received = new();
    private readonly Dictionary<string, (int Status, string Body)> answers = [];

    private FakeRuntimeApi()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>Host and port, as in <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Address => new Uri(app.Urls.Single()).Authority;

    public IReadOnlyList<ReceivedRequest> Received => [.. received];

    /// <summary>What was sent apart from asking for work.</summary>
    public IReadOnlyList<ReceivedRequest> Posts => [.. received.Where(request => request.Line.StartsWith("POST", StringComparison.Ordinal))];

    /// <summary>Whether to send header names in lower case, as some local implementations do.</summary>
    public bool LowerCaseHeaders { get; set; }

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var api = new FakeRuntimeApi();
        await api.app.StartAsync();
        return api;
    }

    public void Enqueue(string requestId, string payload, params (string Name, string Value)[] headers) =>
        work.Enqueue(new Work(200, payload, [("Lambda-Runtime-Aws-Request-Id", requestId), .. headers]));

    /// <summary>Answers the next request for work with something else than an event.</summary>
    public void EnqueueStatus(int status, string body, params (string Name, string Value)[] headers) =>
        work.Enqueue(new Work(status, body, headers));

    /// <summary>Answers posts to this path (below <c>/2018-06-01/runtime/</c>) with something else than 202.</summary>
    public void Answer(string path, int status, string body = "") => answers["/2018-06-01/runtime/" + path] = (status, body);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var path = http.Request.Path.Value!;
        received.Enqueue(new ReceivedRequest(
            $"{http.Request.Method} {path}",
            http.Request.ContentType,
            http.Request.Headers["Lambda-Runtime-Function-Error-Type"],
            await reader.ReadToEndAsync()));

        if (http.Request.Method == "POST")
        {
            var (status, body) = answers.GetValueOrDefault(path, (202, ""));
            await WriteAsync(http.Response, new Work(status, body, []));
        }
        else
        {
            await WriteAsync(http.Response, work.TryDequeue(out var next) ? next : new Work(410, "no more work", []));
        }
    }

    private async Task WriteAsync(HttpResponse response, Work work)
    {
        response.StatusCode = work.Status;
        foreach (var (name, value) in work.Headers)
            response.Headers[LowerCaseHeaders ? name.ToLower(CultureInfo.InvariantCulture) : name] = value;

        await response.WriteAsync(work.Body);
    }

    private sealed record Work(int Status, string Body, (string Name, string Value)[] Headers);
}
