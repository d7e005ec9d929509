using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>A fake AWS service: JSON in, JSON out.</summary>
internal abstract class FakeService : IAsyncDisposable
{
    private readonly WebApplication app;

    protected FakeService()
    {
        app = LocalServer.Create();
        app.Run(AnswerAsync);
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>The calls, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public Task StartAsync() => app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await LocalServer.EndAsync(app);
        GC.SuppressFinalize(this);
    }

    /// <exception cref="ServiceError">What the caller gets instead of an answer.</exception>
    protected abstract Task<JsonNode?> AnswerAsync(HttpRequest request, JsonObject body);

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = JsonNode.Parse(await reader.ReadToEndAsync() is { Length: > 0 } text ? text : "{}")!.AsObject();
        JsonNode? answer;
        try
        {
            answer = await AnswerAsync(context.Request, body);
        }
        catch (ServiceError e)
        {
            context.Response.StatusCode = e.Status;
            context.Response.Headers["x-amzn-ErrorType"] = e.Type;
            answer = new JsonObject { ["__type"] = e.Type, ["message"] = e.Message };
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer?.ToJsonString() ?? "");
    }
}

internal sealed class ServiceError(int status, string type, string message) : Exception(message)
{
    public int Status => status;

    public string Type => type;
}
