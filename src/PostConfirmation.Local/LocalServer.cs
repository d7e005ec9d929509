using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PostConfirmation.Local;

/// <summary>A web server without logs, on a free port of the loopback address.</summary>
internal static class LocalServer
{
    /// <param name="certificate">For TLS; null for plain HTTP.</param>
    public static WebApplication Create(Action<KestrelServerOptions>? configure = null, X509Certificate2? certificate = null)
    {
        // Another environment, such as Development, would answer with whole exceptions.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
            configure?.Invoke(kestrel);
        });
        return builder.Build();
    }

    /// <summary>With TLS, the host is the name in the certificate.</summary>
    public static Uri AddressOf(WebApplication app)
    {
        var address = new Uri(app.Urls.Single());
        return address.Scheme == Uri.UriSchemeHttps ? new UriBuilder(address) { Host = "localhost" }.Uri : address;
    }

    /// <summary>Does not wait for open requests: some wait for work, others are never answered on purpose.</summary>
    public static async ValueTask EndAsync(WebApplication app)
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }
}
