using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>Every policy grants exactly the actions that its owner was seen to call.</summary>
[Collection(nameof(Deployed))]
public sealed class PolicyTests(EmulatorFixture emulators)
{
    private const string OnlyRecordsOfUsers =
        """{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":"USER#*"},"Null":{"dynamodb:LeadingKeys":"false"}}""";

    private const string Pool = "arn:p:cognito-idp:r:a:userpool/pool";
    private const string Table = "arn:p:dynamodb:r:a:table/users";

    private static readonly string[] ReconcileGrants =
    [
        $"cognito-idp:AdminAddUserToGroup {Pool} ",
        $"cognito-idp:GetGroup {Pool} ",
        $"cognito-idp:ListUsers {Pool} ",
        $"dynamodb:BatchGetItem {Table} {OnlyRecordsOfUsers}",
        $"dynamodb:DescribeTable {Table} ",
        $"dynamodb:PutItem {Table} {OnlyRecordsOfUsers}",
        $"dynamodb:UpdateItem {Table} {OnlyRecordsOfUsers}",
    ];

    private static readonly (string, string)[] Values =
    [
        ("AWS::Partition", "p"), ("AWS::Region", "r"), ("AWS::AccountId", "a"), ("AWS::URLSuffix", "suffix"), ("UserPoolId", "pool"),
        ("TableName", "users"), ("LogGroup.Arn", "log"), ("ReconcileLogGroup.Arn", "reconcile log"), ("ReconcileStates", "states"),
    ];

    [SkippableFact]
    public async Task The_function_may_do_what_it_is_seen_to_do_and_write_its_log()
    {
        emulators.Require();
        var (_, sub) = await emulators.ConfirmAsync();
        Assert.StartsWith("USER#", (await emulators.FindRecordAsync(sub))!["PK"].S, StringComparison.Ordinal);

        var granted = GrantsOf((await Template.OfStackAsync()).StatementsOf("Role", Values));

        Assert.Equal([$"cognito-idp:AdminAddUserToGroup {Pool} ", $"dynamodb:PutItem {Table} {OnlyRecordsOfUsers}", .. LogGrants("log")], granted);
        Assert.Equal(Names(emulators.Actions), NamesOf(granted).Where(name => !name.StartsWith("logs:", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task Reconcile_may_do_what_it_is_seen_to_do()
    {
        var policy = (await File.ReadAllTextAsync(Repository.PathOf("deploy/reconcile-policy.json")))
            .Replace("arn:aws:", "arn:p:", StringComparison.Ordinal).Replace("REGION:ACCOUNT", "r:a", StringComparison.Ordinal)
            .Replace("USER_POOL_ID", "pool", StringComparison.Ordinal).Replace("table/TABLE", "table/users", StringComparison.Ordinal)
            .Replace("[\"USER#*\"]", "\"USER#*\"", StringComparison.Ordinal);
        var granted = GrantsOf([.. JsonNode.Parse(policy)!["Statement"]!.AsArray().Select(statement => statement!.AsObject())]);

        var seen = await SeenAsync(async (pool, table) => (await ReconcileRunner.RunAsync(
            pool, table, "--user-pool-id", emulators.UserPool.Id, "--table", emulators.Table.Name, "--group", emulators.UserPool.GroupName, "--json", "--rate", "1000")).AssertSucceeded());

        Assert.Equal([.. ReconcileGrants, $"cognito-idp:DescribeUserPool {Pool} "], granted.OrderBy(grant => grant.Contains("DescribeUserPool", StringComparison.Ordinal)));
        Assert.Equal(NamesOf(granted), seen);
    }

    [SkippableFact]
    public async Task The_scheduled_Reconcile_may_do_what_it_is_seen_to_do_and_write_its_log()
    {
        var granted = GrantsOf((await Template.OfStackAsync()).StatementsOf("ReconcileRole", Values));

        var seen = await SeenAsync(async (pool, table) =>
        {
            await using var function = await ReconcileFunctionHost.StartAsync(
                pool, table, emulators.UserPool.Id, emulators.Table.Name, emulators.UserPool.GroupName, TimeSpan.FromMinutes(15), ("RECONCILE_RATE", "1000"));
            await function.WalkAsync();
        });

        Assert.Equal([.. ReconcileGrants, .. LogGrants("reconcile log")], granted);
        Assert.Equal(NamesOf(ReconcileGrants), seen);
    }

    [SkippableFact]
    public async Task A_user_of_a_table_with_its_own_key_may_use_that_key_through_DynamoDB_and_for_that_table_only()
    {
        const string key = "arn:p:kms:r:a:key/k";
        const string throughDynamoDb = "\"kms:ViaService\":\"dynamodb.r.suffix\"";
        var template = await Template.OfStackAsync();
        var policy = template.Resource("KeyPolicy");
        var forTheTable = $"{key} {{\"StringEquals\":{{{throughDynamoDb},\"kms:EncryptionContext:aws:dynamodb:tableName\":\"users\"}}}}";

        JsonArray Evaluated(JsonNode node, params (string, string)[] more) =>
            template.Evaluate(node, [.. Values, .. more, ("TableKeyArn", key), ("Role", "the role"), ("ReconcileRole", "the other")])!.AsArray();

        Assert.Equal(
            [
                $"kms:Decrypt {forTheTable}",
                $"kms:DescribeKey {key} {{\"StringEquals\":{{{throughDynamoDb}}}}}", // KMS knows no encryption context for it
                $"kms:Encrypt {forTheTable}",
                $"kms:GenerateDataKey* {forTheTable}",
                $"kms:ReEncrypt* {forTheTable}",
            ],
            GrantsOf([.. Evaluated(policy["Properties"]!["PolicyDocument"]!["Statement"]!).Select(statement => statement!.AsObject())]));
        Assert.Equal("""["the role"]""", Evaluated(policy["Properties"]!["Roles"]!).ToJsonString());
        Assert.Equal("""["the role","the other"]""", Evaluated(policy["Properties"]!["Roles"]!, ("ReconcileSchedule", "rate(1 day)")).ToJsonString());
        Assert.Equal("HasKey", (string?)policy["Condition"]);
    }

    [SkippableFact]
    public async Task The_states_and_the_schedule_may_do_what_they_do()
    {
        var template = await Template.OfStackAsync();
        var invoke = template.StatesOf("ReconcileStates", Values)["States"]!["Reconcile"]!["Parameters"]!;

        Assert.Equal("arn:p:lambda:r:a:function:PostConfirmation-reconcile", (string?)invoke["FunctionName"]);
        Assert.Equal(
            [$"lambda:InvokeFunction {invoke["FunctionName"]} ", "states:ListExecutions arn:p:states:r:a:stateMachine:PostConfirmation-reconcile "],
            GrantsOf(template.StatementsOf("ReconcileStatesRole", Values)));
        Assert.Equal("PostConfirmation-reconcile", template.Resolve(template.Resource("ReconcileStates")["Properties"]!["StateMachineName"]!, Values));
        Assert.Equal(["states:StartExecution states "], GrantsOf(template.StatementsOf("ReconcileScheduleRole", Values)));
    }

    /// <returns>IAM's names of the actions that a run calls when it provisions one user and adds another to the group.</returns>
    private async Task<IEnumerable<string>> SeenAsync(Func<Uri, Uri, Task> run)
    {
        emulators.Require();
        await emulators.MissedAsync();
        await emulators.PendingAsync();
        await using var pool = await Proxy.StartAsync(emulators.UserPool.Endpoint);
        await using var table = await Proxy.StartAsync(emulators.Table.Endpoint);
        await run(pool.Address, table.Address);
        return Names(pool.Actions.Concat(table.Actions));
    }

    /// <returns>For each action: its name, the resource, the condition.</returns>
    private static string[] GrantsOf(IReadOnlyList<JsonObject> statements)
    {
        Assert.All(statements, statement => Assert.Equal("Allow", (string?)statement["Effect"]));
        return [.. statements
            .SelectMany(statement => (statement["Action"] as JsonArray ?? [statement["Action"]!.DeepClone()])
                .Select(action => $"{action} {statement["Resource"]} {statement["Condition"]?.ToJsonString()}"))
            .Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> NamesOf(IEnumerable<string> grants) => grants.Select(grant => grant[..grant.IndexOf(' ', StringComparison.Ordinal)]);

    private static string[] LogGrants(string log) => [$"logs:CreateLogStream {log} ", $"logs:PutLogEvents {log} "];

    /// <returns>IAM's names of the actions in <c>X-Amz-Target</c>.</returns>
    private static IEnumerable<string> Names(IEnumerable<string> targets) => targets.Select(target => target.Split('.') switch
    {
        ["AWSCognitoIdentityProviderService", var action] => $"cognito-idp:{action}",
        ["DynamoDB_20120810", var action] => $"dynamodb:{action}",
        _ => target,
    }).Distinct().Order(StringComparer.Ordinal);
}
