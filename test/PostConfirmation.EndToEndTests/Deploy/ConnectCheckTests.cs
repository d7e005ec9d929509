using Amazon.DynamoDBv2;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

[Collection(nameof(Connected))]
public sealed class ConnectCheckTests(EmulatorFixture emulators)
{
    [SkippableFact]
    public async Task Check_says_what_is_missing_then_that_nothing_is_and_only_reads()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);

        var before = await fixture.ConnectAsync(["--check"]);

        Assert.Equal("", before.Error);
        Assert.Equal(
            [
                "WRONG  trigger: the pool has none, run this without --check",
                "WRONG  permission: Cognito may not invoke it for this pool, run this without --check",
                "ok     function: Active",
                "ok     timeout: 5 s",
                "ok     memory: 128 MB (native needs 128, managed 512)",
                "ok     log format: JSON",
                "ok     group: customers",
                $"ok     table: {emulators.Table.Name}",
                "WARN   verification: the pool has a pre-sign-up trigger, and users whom it confirms without verifying are skipped as unverified: let it set autoVerifyEmail, or deploy with ALLOW_UNVERIFIED_USERS=true",
                "WARN   repair: not scheduled, deploy the stack with ReconcileSchedule",
            ],
            before.Lines);
        Assert.Equal(1, before.ExitCode);
        Assert.Empty(fixture.Changes);

        await fixture.ConnectAsync(["--yes"]);
        fixture.Forget();
        var after = await fixture.ConnectAsync(["--check"]);

        Assert.All(after.Lines.SkipLast(2), line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Equal(0, after.ExitCode);
        Assert.Empty(fixture.Changes);
    }

    [SkippableFact]
    public async Task Check_says_what_is_wrong_with_a_function()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        var function = fixture.Lambda.Deploy(ConnectFixture.Function, "missing-table", "missing-group");
        function["Timeout"] = 3;
        function["State"] = "Failed";
        function["StateReason"] = "The role is gone.";
        function["LoggingConfig"]!["LogFormat"] = "Text";

        Assert.Equal(
            [
                "WRONG  function: Failed, The role is gone.",
                "WRONG  timeout: 3 s, Cognito waits 5 s: deploy with --function-timeout 5",
                "ok     memory: 128 MB (native needs 128, managed 512)",
                "WRONG  log format: Text, the alarms read JSON: deploy with --log-format JSON",
                $"WRONG  group: missing-group is not in the pool, create it: aws cognito-idp create-group --region local --user-pool-id {fixture.PoolId} --group-name=missing-group",
                "WRONG  table: there is no table missing-table in local",
            ],
            await fixture.ReportAsync("check_function; check_group; check_table"));
    }

    [SkippableFact]
    public async Task Check_says_what_is_wrong_with_a_tables_keys_and_that_variables_are_missing()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        await emulators.Table.Client.CreateTableAsync(new()
        {
            TableName = "other-keys",
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("id", ScalarAttributeType.N)],
            KeySchema = [new("id", KeyType.HASH)],
        });
        fixture.Lambda.Deploy(ConnectFixture.Function, "other-keys", "customers")["Environment"]!["Variables"]!.AsObject().Remove("APP_GROUP_NAME");

        Assert.Equal(
            ["WRONG  group: the function has no APP_GROUP_NAME", "WRONG  table: other-keys has the keys id HASH N, and not PK HASH S, SK RANGE S"],
            await fixture.ReportAsync("check_group; check_table"));
    }

    [SkippableFact]
    public async Task A_group_that_is_not_there_is_created_by_the_command_as_it_is_printed()
    {
        const string group = "-o'neill`s; $HOME \\ \"friends\"";
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        fixture.Lambda.Deploy(ConnectFixture.Function, emulators.Table.Name, group);

        var printed = Assert.Single(await fixture.ReportAsync("check_group"));
        var words = await Command.RunAsync("bash", ["-c", "printf '%s\n' " + printed[printed.IndexOf("aws cognito-idp", StringComparison.Ordinal)..]]);

        Assert.Equal(
            ["aws", "cognito-idp", "create-group", "--region", "local", "--user-pool-id", fixture.PoolId, $"--group-name={group}"],
            words.Lines);
    }

    [SkippableFact]
    public async Task A_service_that_has_no_endpoint_of_its_own_is_asked_at_the_common_one()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);

        Assert.Equal(
            [$"ok     table: {emulators.Table.Name}"],
            await fixture.ReportAsync("check_table", new() { ["AWS_ENDPOINT_URL_DYNAMODB"] = null, ["AWS_ENDPOINT_URL"] = emulators.Table.Endpoint.ToString() }));
    }

    [SkippableFact]
    public async Task A_permission_for_every_pool_is_not_enough()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        fixture.Lambda.Permit(ConnectFixture.Function, "any", "cognito-idp.amazonaws.com", "arn:*");

        Assert.Contains("WRONG  permission: Cognito may not invoke it for this pool, run this without --check", await fixture.ReportAsync("check_connection"));
    }
}
