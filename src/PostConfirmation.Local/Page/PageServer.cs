using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PostConfirmation.Local.Page;

/// <summary>The server of the page and of its requests.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private PageServer(LocalEnvironment environment, Feed feed, Journal journal, Breakage breakage)
    {
        var (pool, table) = (environment.UserPool, environment.Table);
        var people = new People(pool, table, journal);
        var repair = new PageRepair(pool, table, people, feed);

        app = LocalServer.Create();
        app.Use(PageGuard.CheckAsync);
        app.MapGet("/", () => File("page.html", "text/html"));
        app.MapGet("/page.css", () => File("page.css", "text/css"));
        app.MapGet("/page.js", () => File("page.js", "text/javascript"));
        app.MapGet("/events", (HttpContext context) => TypedResults.ServerSentEvents(feed.ReadAsync(context.RequestAborted)));
        app.MapGet("/about", () => new
        {
            Endpoint = pool.Endpoint.AbsoluteUri.TrimEnd('/'),
            LocalAws.Region,
            UserPool = pool.Id,
            AppClient = pool.ClientId,
            Table = table.Name,
            Group = pool.GroupName,
            Code = LocalUserPool.ConfirmationCode,
            LocalUserPool.Password,
            CanKill = breakage.Function is not null,
        });

        app.MapGet("/people/suggestion", () => new { Email = people.Suggest() });
        app.MapPost("/people", (SignUpForm form) => people.SignUpAsync(form.Email, form.Address));
        app.MapGet("/people/{sub}", people.LookAsync);
        app.MapPost("/people/{sub}/confirmation", (string sub, CodeForm form) => people.ConfirmAsync(sub, form.Code));
        app.MapPost("/people/{sub}/password", people.ResetPasswordAsync);
        app.MapPost("/people/{sub}/cart", people.FillCartAsync);

        app.MapPost("/faults/cognito", (FaultForm form) => breakage.Break(Breakage.Cognito, form.ToFault()));
        app.MapPost("/faults/dynamodb", (FaultForm form) => breakage.Break(Breakage.DynamoDb, form.ToFault()));
        app.MapPost("/process/kill", () => breakage.Kill(journal));
        app.MapPost("/process/cold-start", () => breakage.Function?.EndWhenIdle());
        app.MapPost("/repair", async () => new { Problem = await repair.RunAsync() });
    }

    public Uri Address => new UriBuilder(LocalServer.AddressOf(app)) { Host = "localhost" }.Uri;

    public static async Task<PageServer> StartAsync(LocalEnvironment environment, Feed feed, Journal journal, Breakage breakage)
    {
        var server = new PageServer(environment, feed, journal, breakage);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => LocalServer.EndAsync(app);

    private static FileStreamHttpResult File(string name, string contentType) => TypedResults.Stream(
        typeof(PageServer).Assembly.GetManifestResourceStream($"Page/{name}")!, $"{contentType}; charset=utf-8");

    private sealed record SignUpForm(string Email, string Address);

    private sealed record CodeForm(string Code);

    /// <param name="Calls">Null until it is switched off.</param>
    private sealed record FaultForm(FaultChoice Choice, int? Calls)
    {
        public ServiceFault ToFault() => Choice == FaultChoice.None ? ServiceFault.None : new(Choice, Calls ?? ServiceFault.Always);
    }
}
