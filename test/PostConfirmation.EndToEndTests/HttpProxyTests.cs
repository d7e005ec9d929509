using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostConfirmation.EndToEndTests.Deploy;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests;

/// <summary>Both commands with an HTTP proxy in the environment, as in many companies.</summary>
public sealed class HttpProxyTests : IAsyncLifetime
{
    private static readonly string[] Proxies = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    private readonly WebApplication proxy = LocalServer.Create();

    public Task InitializeAsync()
    {
        proxy.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status407ProxyAuthenticationRequired;
            return Task.CompletedTask;
        });
        return proxy.StartAsync();
    }

    public async Task DisposeAsync() => await LocalServer.EndAsync(proxy);

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("example.com")]
    public async Task A_sign_up_on_this_machine_bypasses_the_proxy(string? noProxy)
    {
        await RequireEmulatorsAsync();

        var result = await Command.RunAsync(
            PathOf("PostConfirmation.Local"), [], variables: Environment(("no_proxy", noProxy), ("NO_PROXY", noProxy), ("AWS_ENDPOINT_URL_DYNAMODB", null)));

        Assert.True(result.ExitCode == 0, result.Everything);
        Assert.Contains("The pool says: in the group customers", result.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_remote_table_is_reached_through_the_proxy_and_a_refusal_shows_no_password()
    {
        await RequireEmulatorsAsync();

        var result = await Command.RunAsync(
            PathOf("PostConfirmation.Local"), [], variables: Environment(("AWS_ENDPOINT_URL_DYNAMODB", "https://name:secret@tables.invalid")));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("There is no usable table users at https://tables.invalid/ (AWS_ENDPOINT_URL_DYNAMODB): ", result.Error, StringComparison.Ordinal);
        Assert.Contains("407", result.Error, StringComparison.Ordinal);
        AssertTellsNoPassword(result);
    }

    [Fact]
    public async Task An_address_that_is_not_a_URL_is_not_repeated()
    {
        var result = await Command.RunAsync(PathOf("PostConfirmation.Local"), [], variables: Environment(("AWS_ENDPOINT_URL_DYNAMODB", "http://user:se/secret@host")));

        Assert.Equal((1, "AWS_ENDPOINT_URL_DYNAMODB is not a URL such as http://localhost:8000."), (result.ExitCode, result.Error.Trim()));
    }

    [Fact]
    public async Task When_the_proxy_refuses_Reconcile_prints_no_password()
    {
        var result = await Command.RunAsync(
            PathOf("PostConfirmation.Reconcile"),
            ["--user-pool-id", "eu-central-1_EXAMPLE01", "--table", "users", "--group", "customers", "--json"],
            variables: Environment(("AWS_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local"), ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", null)));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("'http://***@127.0.0.1:", result.Output, StringComparison.Ordinal);
        Assert.Contains("407", result.Error, StringComparison.Ordinal);
        AssertTellsNoPassword(result);
    }

    private static void AssertTellsNoPassword(CommandResult result)
    {
        Assert.DoesNotContain("secret", result.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("user:", result.Everything, StringComparison.Ordinal);
    }

    private static string PathOf(string program) => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? program + ".exe" : program);

    private static async Task RequireEmulatorsAsync()
    {
        try
        {
            await EmulatorInstall.EnsureAsync();
        }
        catch (LocalException e)
        {
            Command.Skip(e.Message);
        }
    }

    private Dictionary<string, string?> Environment(params (string Name, string? Value)[] more)
    {
        var address = $"http://user:secret@127.0.0.1:{new Uri(proxy.Urls.Single()).Port}";
        var variables = Proxies.ToDictionary(name => name, name => (string?)address);
        foreach (var (name, value) in more)
            variables[name] = value;
        return variables;
    }
}
