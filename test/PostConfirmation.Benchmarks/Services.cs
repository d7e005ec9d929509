using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using PostConfirmation.Local;

namespace PostConfirmation.Benchmarks;

/// <summary>
/// Cognito and DynamoDB, as far as the trigger calls them, in this process: the emulators would take longer than what is
/// measured. They check the requests, so that no variant is fast because it does only a part of the work.
/// </summary>
internal sealed class Services : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<ConnectionContext, Task> connections = new();
    private readonly WebApplication app;
    private readonly bool isTls;
    private int groups;
    private int records;

    private Services(Authority? authority)
    {
        isTls = authority is not null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var host in (string[])[SystemStore.CognitoHost, SystemStore.DynamoDbHost])
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.Use(KeepAsync);
                    if (authority is not null)
                        listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (authority.Issue(host), authority.Chain));
                });
            }
        });
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public Uri Cognito => AddressOf(app.Urls.First(), SystemStore.CognitoHost);

    public Uri DynamoDb => AddressOf(app.Urls.Last(), SystemStore.DynamoDbHost);

    /// <param name="authority">For TLS; null for plain HTTP.</param>
    public static async Task<Services> StartAsync(Authority? authority)
    {
        var services = new Services(authority);
        await services.app.StartAsync();
        return services;
    }

    /// <summary>Closes all connections, as AWS does with idle ones.</summary>
    public async Task CloseConnectionsAsync()
    {
        foreach (var connection in connections.Keys)
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        await Task.WhenAny(Task.WhenAll(connections.Values), Task.Delay(CloseTimeout));
        foreach (var connection in connections.Keys)
            connection.Abort();
    }

    /// <exception cref="BenchmarkException">Since the last check, the number of users was another.</exception>
    public void Expect(int users)
    {
        var (seenGroups, seenRecords) = (Interlocked.Exchange(ref groups, 0), Interlocked.Exchange(ref records, 0));
        if (seenGroups != users || seenRecords != users)
            throw new BenchmarkException($"of {users} users it put {seenGroups} into the group and {seenRecords} into the table");
    }

    public ValueTask DisposeAsync() => LocalServer.EndAsync(app);

    private Uri AddressOf(string url, string host) => isTls ? new UriBuilder(url) { Host = host }.Uri : new(url);

    private ConnectionDelegate KeepAsync(ConnectionDelegate next) => async connection =>
    {
        var ended = new TaskCompletionSource();
        connections[connection] = ended.Task;
        try
        {
            await next(connection);
        }
        finally
        {
            connections.TryRemove(connection, out _);
            ended.SetResult();
        }
    };

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var answer = "{}"u8.ToArray();
        switch (context.Request.Headers["X-Amz-Target"].ToString())
        {
            case "AWSCognitoIdentityProviderService.AdminAddUserToGroup" when Has(body, "customers", "f0a1b2c3-", "eu-central-1_EXAMPLE01"):
                Interlocked.Increment(ref groups);
                break;
            case "DynamoDB_20120810.PutItem" when Has(body, "USER#f0a1b2c3-", "attribute_not_exists", "\"home\"", "50667", "shopping_cart", "date_created", "maria@example.com"):
                Interlocked.Increment(ref records);
                break;
            case "":
                answer = "healthy"u8.ToArray(); // as DynamoDB says
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
        }
        context.Response.ContentType = "application/x-amz-json-1.0";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    }

    private static bool Has(string body, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (!body.Contains(part, StringComparison.Ordinal))
                return false;
        }
        return true;
    }
}
