using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary><c>deploy/connect.sh</c> with the real AWS CLI, a user pool in the emulator, a table and a played Lambda.</summary>
internal sealed class ConnectFixture : IAsyncDisposable
{
    public const string Function = "PostConfirmation";

    private static readonly Lazy<Task<bool>> AwsKnowsUserPools = new(async () =>
        (await Command.RunAsync("aws", ["cognito-idp", "update-user-pool", "--generate-cli-skeleton", "input"]))
            .Output.Contains("InboundFederation", StringComparison.Ordinal));

    private readonly DirectoryInfo bin = Directory.CreateTempSubdirectory();

    private readonly WholeUserPool pools;

    private ConnectFixture(WholeUserPool pools) => this.pools = pools;

    public FakeLambda Lambda { get; } = new();

    public WholeUserPool Pools => pools;

    public string PoolId { get; private set; } = "";

    public string PoolArn => $"arn:aws:cognito-idp:local:local:userpool/{PoolId}";

    /// <summary>A pool with many settings, its group, and the deployed function.</summary>
    public static async Task<ConnectFixture> StartAsync(EmulatorFixture emulators, string settings = "{}")
    {
        emulators.Require();
        Command.Require("bash", "aws", "jq");
        var fixture = new ConnectFixture(new(emulators.UserPool.Endpoint));
        await fixture.pools.StartAsync();
        await fixture.Lambda.StartAsync();
        await fixture.WriteAwsAsync(emulators.Table.Endpoint);
        fixture.Lambda.Deploy(Function, emulators.Table.Name, "customers");

        var input = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("test/PostConfirmation.EndToEndTests/Deploy/user-pool.json")))!;
        foreach (var (name, value) in JsonNode.Parse(settings)!.AsObject())
            input[name] = value?.DeepClone();
        fixture.PoolId = await fixture.pools.CreateAsync(input.AsObject(), stack: "shop-auth");
        await fixture.pools.CreateGroupAsync(fixture.PoolId, "customers");
        return fixture;
    }

    /// <summary>What was asked of both services that changes something.</summary>
    public IEnumerable<string> Changes =>
        pools.Calls.Where(call => !call.StartsWith("Describe", StringComparison.Ordinal) && !call.StartsWith("Get", StringComparison.Ordinal))
            .Concat(Lambda.Calls.Where(call => !call.StartsWith("GET ", StringComparison.Ordinal)));

    public void Forget()
    {
        pools.Calls.Clear();
        Lambda.Calls.Clear();
    }

    /// <summary>Skips the test where only an AWS CLI is there that the script rightly refuses, such as Debian's.</summary>
    public static async Task RequireNewAwsAsync()
    {
        Command.Require("aws");
        Skip.IfNot(await AwsKnowsUserPools.Value, "The AWS CLI on the PATH is too old to update a user pool with.");
    }

    public Task<CommandResult> ConnectAsync(string[] options, string input = "") =>
        RunAsync(["--user-pool-id", PoolId, "--function", Function, .. options], input);

    public Task<CommandResult> RunAsync(string[] arguments, string input = "", Dictionary<string, string?>? variables = null) =>
        Command.RunAsync("bash", [Repository.PathOf("deploy/connect.sh"), .. arguments], input, Variables(variables));

    /// <summary>The pool as Cognito describes it.</summary>
    public Task<JsonObject> DescribeAsync() => pools.DescribeAsync(PoolId);

    public async ValueTask DisposeAsync()
    {
        await pools.DisposeAsync();
        await Lambda.DisposeAsync();
        bin.Delete(recursive: true);
    }

    /// <summary>The real AWS CLI, told where the services are: old ones know no variables for that.</summary>
    /// <param name="skeleton">A filter over what it says that it knows.</param>
    public async Task WriteAwsAsync(Uri? tables = null, string skeleton = "cat")
    {
        var (aws, real) = (Path.Combine(bin.FullName, "aws"), Command.Find("aws"));
        await File.WriteAllTextAsync(aws, $"""
            #!/usr/bin/env bash
            case "$1 $*" in
              *--generate-cli-skeleton*) '{real}' "$@" | {skeleton} && exit ;;
              cognito-idp*) url={pools.Address} ;;
              lambda*) url={Lambda.Address} ;;
              dynamodb*) url={tables} ;;
            esac
            exec '{real}' "$@" --endpoint-url "$url"
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(aws, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Dictionary<string, string?> Variables(Dictionary<string, string?>? more = null)
    {
        var variables = new Dictionary<string, string?>
        {
            ["PATH"] = $"{bin.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_REGION"] = "local",
            ["AWS_DEFAULT_REGION"] = "local",
            ["AWS_PROFILE"] = null,
            ["AWS_SESSION_TOKEN"] = null,
            ["AWS_CONFIG_FILE"] = "/dev/null",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        foreach (var (name, value) in more ?? [])
            variables[name] = value;
        return variables;
    }
}
