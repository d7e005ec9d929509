using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Cognito and DynamoDB for thousands of calls: yes to everything, unless the user's name says that the user is gone.</summary>
internal sealed class FastServices : IAsyncDisposable
{
    public const string Gone = "gone";

    private readonly WebApplication app;

    private FastServices()
    {
        app = LocalServer.Create();
        app.Run(AnswerAsync);
    }

    public Uri Address => new(app.Urls.Single());

    public static async Task<FastServices> StartAsync()
    {
        var services = new FastServices();
        await services.app.StartAsync();
        return services;
    }

    public ValueTask DisposeAsync() => LocalServer.EndAsync(app);

    private static async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var isGone = (await reader.ReadToEndAsync()).Contains($"\"{Gone}\"", StringComparison.Ordinal);
        context.Response.StatusCode = isGone ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(isGone ? """{"__type":"UserNotFoundException","message":"User does not exist."}""" : "{}");
    }
}
