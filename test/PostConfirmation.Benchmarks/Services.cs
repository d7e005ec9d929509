using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostConfirmation.Local;

namespace PostConfirmation.Benchmarks;

/// <summary>
/// Cognito and DynamoDB as far as the trigger calls them, in this process: the emulators would take longer than what is
/// measured. They look at what they are sent, so that nobody is fast by doing half the job.
/// </summary>
internal sealed class Services : IAsyncDisposable
{
    private readonly WebApplication app;
    private int groups;
    private int records;

    private Services(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            for (var i = 0; i < 2; i++)
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    if (certificate is not null)
                        listen.UseHttps(certificate);
                });
            }
        });
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public Uri Cognito => new(app.Urls.First());

    public Uri DynamoDb => new(app.Urls.Last());

    public static async Task<Services> StartAsync(X509Certificate2? certificate = null)
    {
        var services = new Services(certificate);
        await services.app.StartAsync();
        return services;
    }

    /// <exception cref="BenchmarkException">Since the last look, it was not exactly this many users.</exception>
    public void Expect(int users)
    {
        var (seenGroups, seenRecords) = (Interlocked.Exchange(ref groups, 0), Interlocked.Exchange(ref records, 0));
        if (seenGroups != users || seenRecords != users)
            throw new BenchmarkException($"of {users} users it put {seenGroups} into the group and {seenRecords} into the table");
    }

    public ValueTask DisposeAsync() => LocalServer.EndAsync(app);

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
