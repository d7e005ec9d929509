using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Stands between the function and a service, and remembers which actions were asked for.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly HttpClient service = new(new SocketsHttpHandler { UseProxy = false });
    private readonly WebApplication app;

    private Proxy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(ForwardAsync);
    }

    /// <summary>The service behind it.</summary>
    public Uri? Target { get; set; }

    public Uri Address => new(app.Urls.Single());

    /// <summary>The values of <c>X-Amz-Target</c>.</summary>
    public ConcurrentQueue<string> Actions { get; } = new();

    public static async Task<Proxy> StartAsync()
    {
        var proxy = new Proxy();
        await proxy.app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        service.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Actions.Enqueue(context.Request.Headers["X-Amz-Target"].ToString());

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(Target!, context.Request.Path))
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        request.Headers.Host = null;
        using var response = await service.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            context.Response.Headers[name] = values.ToArray();
        context.Response.Headers.Remove("Transfer-Encoding");
        await context.Response.Body.WriteAsync(await response.Content.ReadAsByteArrayAsync());
    }
}
