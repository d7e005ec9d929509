using System.Collections.Concurrent;
using System.Text;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AwsPolyfill.Tests.CognitoIdentityProvider;

/// <summary>Records what it is sent, and answers as the test says.</summary>
internal sealed class CognitoServer : IAsyncDisposable
{
    public static readonly AdminAddUserToGroupRequest SomeRequest =
        new() { GroupName = "customers", UserPoolId = "eu-central-1_Aa1", Username = "bob" };

    private readonly ConcurrentQueue<ReceivedRequest> requests = new();
    private readonly List<AmazonCognitoIdentityProviderClient> clients = [];
    private readonly WebApplication app;

    private CognitoServer(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            requests.Enqueue(new(
                $"{context.Request.Method} {context.Request.Path}",
                new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), // Kestrel uses its own again.
                await body.ReadToEndAsync()));
            await answer(context);
        });
    }

    public string Url => app.Urls.Single();

    public IReadOnlyCollection<ReceivedRequest> Requests => requests;

    public static async Task<CognitoServer> StartAsync(RequestDelegate answer)
    {
        var server = new CognitoServer(answer);
        await server.app.StartAsync();
        return server;
    }

    public static Task<CognitoServer> StartAsync(
        int status, string body, string contentType = "application/x-amz-json-1.1", params (string Name, string Value)[] headers) =>
        StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return context.Response.WriteAsync(body, Encoding.UTF8);
        });

    /// <summary>Sends one request and nothing again, unless the config says otherwise.</summary>
    public IAmazonCognitoIdentityProvider Client(Action<AmazonCognitoIdentityProviderConfig>? configure = null)
    {
        var config = new AmazonCognitoIdentityProviderConfig
        {
            ServiceURL = Url,
            AuthenticationRegion = "eu-central-1",
            DefaultAWSCredentials = new BasicAWSCredentials("AKIDTEST", "secret"),
            MaxErrorRetry = 0,
        };
        configure?.Invoke(config);
        var client = new AmazonCognitoIdentityProviderClient(config);
        clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await app.DisposeAsync();
    }
}

internal sealed record ReceivedRequest(string Line, IHeaderDictionary Headers, string Body);
