using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostConfirmation.EndToEndTests.Deploy;
using PostConfirmation.EndToEndTests.Page;
using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests;

/// <summary>Both commands with an HTTP proxy in the environment, as in many companies.</summary>
public sealed class HttpProxyTests : IAsyncLifetime
{
    private static readonly string[] Proxies = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    private readonly WebApplication proxy = LocalServer.Create();
    private RequestDelegate answer = context =>
    {
        context.Response.StatusCode = StatusCodes.Status407ProxyAuthenticationRequired;
        return Task.CompletedTask;
    };

    public Task InitializeAsync()
    {
        proxy.Run(context => answer(context));
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

    [Theory]
    [InlineData("PostConfirmation.Local", "--port")]
    [InlineData("PostConfirmation.Local", "http://user:secret@host")]
    [InlineData("PostConfirmation.Reconcile", "http://user:secret@host")]
    public async Task A_wrong_option_is_told_without_its_password(string program, string option)
    {
        var result = await Command.RunAsync(PathOf(program), [option, "http://user:secret@host"], variables: Environment());

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("'http://***@host'", result.Error, StringComparison.Ordinal);
        AssertTellsNoPassword(result);
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

    [SkippableFact]
    public async Task The_functions_own_calls_of_a_remote_table_go_through_the_proxy()
    {
        await RequireEmulatorsAsync();
        var calls = new ConcurrentQueue<string>();
        answer = context =>
        {
            calls.Enqueue($"{context.Request.Host} {Operation(context)}");
            return AnswerAsTableAsync(context);
        };
        await using var command = await ServedCommand.StartAsync(Environment(("AWS_ENDPOINT_URL_DYNAMODB", "http://tables.invalid")));
        using var page = new PageClient(command.Page);

        await page.ConfirmAsync(await page.SignUpAsync());

        Assert.Equal("tables.invalid PutItem", Assert.Single(calls, call => call.EndsWith(" PutItem", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task Neither_the_page_nor_its_command_shows_a_password_whoever_prints_it()
    {
        await RequireEmulatorsAsync();
        Command.Require("bash");
        using var programs = new TemporaryPrograms();
        var variables = Environment(
            ("AWS_ENDPOINT_URL_DYNAMODB", "http://tables.invalid"),
            ("POSTCONFIRMATION_EXECUTABLE", await programs.WriteAsync($"echo http://user:secret@host; exec '{FunctionProcess.DefaultExecutable}'")),
            ("RECONCILE_EXECUTABLE", await programs.WriteAsync("echo 'http://user:secret@host'")));
        answer = context => Operation(context) == "UpdateItem"
            ? AnswerAsync(context, StatusCodes.Status400BadRequest, """{"__type":"Refused","message":"Refused by http://user:secret@host"}""")
            : AnswerAsTableAsync(context);
        await using var command = await ServedCommand.StartAsync(variables);
        using var page = new PageClient(command.Page);
        var sub = await page.SignUpAsync();

        Assert.Equal("The table says: Refused by http://***@host", (string?)(await page.PostAsync($"people/{sub}/cart", new { }))!["problem"]);

        await page.PostAsync("repair", new { });
        Assert.Equal("http://***@host", (string?)(await page.EventAsync(entry => entry["run"] is not null))["said"]);

        command.FunctionProcess().Kill();
        await command.LineAsync("The function's process ended, with exit code 137; the next invocation starts another. http://***@host");
    }

    [SkippableFact]
    public async Task The_page_shows_no_exception_even_of_a_developers_environment()
    {
        await RequireEmulatorsAsync();
        answer = context =>
        {
            if (Operation(context) != "GetItem")
                return AnswerAsTableAsync(context);
            context.Abort();
            return Task.CompletedTask;
        };
        await using var command = await ServedCommand.StartAsync(Environment(
            ("AWS_ENDPOINT_URL_DYNAMODB", "http://tables.invalid"), ("DOTNET_ENVIRONMENT", "Development"), ("ASPNETCORE_ENVIRONMENT", "Development")));
        using var page = new PageClient(command.Page);

        using var response = await page.SendAsync("people", new { Email = "personal@example.com", Address = "" });

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    private static string Operation(HttpContext context) => context.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];

    private static Task AnswerAsTableAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status200OK, Operation(context) != "DescribeTable" ? "{}" : """
        {
          "Table": {
            "TableStatus": "ACTIVE",
            "KeySchema": [{ "AttributeName": "PK", "KeyType": "HASH" }, { "AttributeName": "SK", "KeyType": "RANGE" }],
            "AttributeDefinitions": [{ "AttributeName": "PK", "AttributeType": "S" }, { "AttributeName": "SK", "AttributeType": "S" }]
          }
        }
        """);

    private static Task AnswerAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.0";
        return context.Response.WriteAsync(json);
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
            await EmulatorFixture.Installed.Value;
        }
        catch (LocalException e)
        {
            Command.Skip(e.Message);
        }
    }

    /// <summary>Scripts that are deleted in the end.</summary>
    private sealed class TemporaryPrograms : IDisposable
    {
        private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory();

        /// <returns>The path of a new program.</returns>
        public async Task<string> WriteAsync(string script)
        {
            var path = Path.Combine(directory.FullName, Guid.NewGuid().ToString("N"));
            await File.WriteAllTextAsync(path, $"#!/usr/bin/env bash\n{script}\n");
            await Command.RunAsync("chmod", ["+x", path]);
            return path;
        }

        public void Dispose() => directory.Delete(recursive: true);
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
