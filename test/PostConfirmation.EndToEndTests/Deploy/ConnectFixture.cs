using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary><c>deploy/connect.sh</c> with the real AWS CLI, a user pool in the emulator, a table and a fake Lambda.</summary>
internal sealed class ConnectFixture : IAsyncDisposable
{
    public const string Function = "PostConfirmation";

    private readonly Uri tables;

    private readonly WholeUserPool pools;

    private ConnectFixture(WholeUserPool pools, Uri tables) => (this.pools, this.tables) = (pools, tables);

    public FakeLambda Lambda { get; } = new();

    public FakeSchedule Schedule { get; } = new();

    public WholeUserPool Pools => pools;

    public string PoolId { get; private set; } = "";

    public string PoolArn => $"arn:aws:cognito-idp:local:local:userpool/{PoolId}";

    /// <summary>A pool with many settings, its group, and the deployed function.</summary>
    public static async Task<ConnectFixture> StartAsync(EmulatorFixture emulators, string settings = "{}")
    {
        emulators.Require();
        Command.Require("bash", "aws", "jq");
        var fixture = new ConnectFixture(new(emulators.UserPool.Endpoint), emulators.Table.Endpoint);
        await fixture.pools.StartAsync();
        await fixture.Lambda.StartAsync();
        await fixture.Schedule.StartAsync();
        fixture.Lambda.Deploy(Function, emulators.Table.Name, "customers");

        var input = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("test/PostConfirmation.EndToEndTests/Deploy/user-pool.json")))!;
        foreach (var (name, value) in JsonNode.Parse(settings)!.AsObject())
            input[name] = value?.DeepClone();
        fixture.PoolId = await fixture.pools.CreateAsync(input.AsObject(), stack: "shop-auth");
        await fixture.pools.CreateGroupAsync(fixture.PoolId, "customers");
        return fixture;
    }

    /// <summary>The calls of both services that change something.</summary>
    public IEnumerable<string> Changes =>
        pools.Calls.Where(call => !call.StartsWith("Describe", StringComparison.Ordinal) && !call.StartsWith("Get", StringComparison.Ordinal))
            .Concat(Lambda.Calls.Where(call => !call.StartsWith("GET ", StringComparison.Ordinal)));

    public void Forget()
    {
        pools.Calls.Clear();
        Lambda.Calls.Clear();
    }

    public Task<CommandResult> ConnectAsync(string[] options, string input = "") =>
        RunAsync(["--user-pool-id", PoolId, "--function", Function, .. options], input);

    public Task<CommandResult> RunAsync(string[] arguments, string input = "", Dictionary<string, string?>? variables = null) =>
        Command.RunAsync("bash", [Repository.PathOf("deploy/connect.sh"), .. arguments], input, Variables(variables));

    /// <summary>The lines of one part of <c>--check</c>, which takes a tenth of the time of all: every call starts the AWS CLI.</summary>
    /// <param name="part">Functions of <c>deploy/connect/check.sh</c>.</param>
    public async Task<string[]> ReportAsync(string part, Dictionary<string, string?>? variables = null)
    {
        var work = Directory.CreateTempSubdirectory();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(work.FullName, "pool"), (await DescribeAsync()).ToJsonString());
            await File.WriteAllTextAsync(Path.Combine(work.FullName, "function"), Lambda.SettingsOf(Function).ToJsonString());
            await File.WriteAllTextAsync(Path.Combine(work.FullName, "policy"), Lambda.PolicyOf(Function));
            var result = await Command.RunAsync(
                "bash",
                ["-euo", "pipefail", "-c", $"cd '{Repository.PathOf("deploy")}'; source aws.sh; source connect/permission.sh; source connect/check.sh; check_names; {part}"],
                variables: Variables(new(variables ?? [])
                {
                    ["work"] = work.FullName,
                    ["pool_id"] = PoolId,
                    ["pool_arn"] = PoolArn,
                    ["account"] = "local",
                    ["function_name"] = Function,
                    ["function_arn"] = FakeLambda.ArnOf(Function),
                    ["trigger"] = "",
                }));
            Assert.Equal("", result.Error);
            return result.Lines;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>The pool as Cognito describes it.</summary>
    public Task<JsonObject> DescribeAsync() => pools.DescribeAsync(PoolId);

    /// <summary>The pool is described as before, but for what changes by itself.</summary>
    public async Task AssertSameAsync(JsonObject expected)
    {
        var actual = await DescribeAsync();
        foreach (var pool in (JsonObject[])[expected, actual])
        {
            pool.Remove("LastModifiedDate");
            pool.Remove("EstimatedNumberOfUsers");
        }

        Assert.Equal(expected.Select(setting => setting.Key).Order(StringComparer.Ordinal), actual.Select(setting => setting.Key).Order(StringComparer.Ordinal));
        Assert.All(expected, setting => Assert.True(
            JsonNode.DeepEquals(setting.Value, actual[setting.Key]), $"{setting.Key}: {setting.Value?.ToJsonString()} became {actual[setting.Key]?.ToJsonString()}"));
    }

    public async ValueTask DisposeAsync()
    {
        await pools.DisposeAsync();
        await Lambda.DisposeAsync();
        await Schedule.DisposeAsync();
    }

    private Dictionary<string, string?> Variables(Dictionary<string, string?>? more = null)
    {
        var variables = AwsVariables.Of(pools.Address, Lambda.Address, tables, Schedule.Address);
        foreach (var (name, value) in more ?? [])
            variables[name] = value;
        return variables;
    }
}
