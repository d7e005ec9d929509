using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PostConfirmation.Local;

/// <summary>A silent web server on any free port, for this machine alone.</summary>
internal static class LocalServer
{
    public static WebApplication Create(Action<KestrelServerOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            configure?.Invoke(kestrel);
        });
        return builder.Build();
    }

    /// <summary>Waits for no request: some wait for work, or are never to be answered.</summary>
    public static async ValueTask EndAsync(WebApplication app)
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }
}
