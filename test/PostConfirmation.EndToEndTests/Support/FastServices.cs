using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostConfirmation.Local;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Cognito and DynamoDB for thousands of calls. Every call succeeds, unless the user's name says that the user is deleted.</summary>
internal sealed class FastServices : IAsyncDisposable
{
    public const string Gone = "gone";

    private readonly CertificateAuthority authority = new();
    private readonly WebApplication app;

    private FastServices()
    {
        app = LocalServer.Create(certificate: CertificateAuthority.CanBeTrusted ? authority.Localhost : null);
        app.Run(AnswerAsync);
    }

    /// <summary>Whether they take requests but answer none.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Which operations of both services were asked for.</summary>
    public ConcurrentDictionary<string, int> Operations { get; } = new();

    public Uri Address => LocalServer.AddressOf(app);

    /// <summary>The environment of a process that trusts them.</summary>
    public IReadOnlyDictionary<string, string?> Trust => authority.Trust;

    public static async Task<FastServices> StartAsync()
    {
        var services = new FastServices();
        await services.app.StartAsync();
        return services;
    }

    public async ValueTask DisposeAsync()
    {
        await LocalServer.EndAsync(app);
        authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target)
            Operations.AddOrUpdate(target.Split('.')[^1], 1, (_, times) => times + 1);
        if (IsSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        using var reader = new StreamReader(context.Request.Body);
        var isGone = (await reader.ReadToEndAsync()).Contains($"\"{Gone}\"", StringComparison.Ordinal);
        context.Response.StatusCode = isGone ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(isGone ? """{"__type":"UserNotFoundException","message":"User does not exist."}""" : "{}");
    }
}
