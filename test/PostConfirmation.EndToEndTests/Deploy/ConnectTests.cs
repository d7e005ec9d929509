using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

[Collection(nameof(Connected))]
public sealed class ConnectTests(EmulatorFixture emulators)
{
    private static readonly string Arn = FakeLambda.ArnOf(ConnectFixture.Function);

    [SkippableFact]
    public async Task The_stacks_command_attaches_the_trigger_and_leaves_every_other_setting_alone_however_often_it_runs()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        var command = (await Template.OfStackAsync()).Output("ConnectCommand", ("UserPoolId", fixture.PoolId));
        Assert.StartsWith("deploy/connect.sh ", command, StringComparison.Ordinal);
        var before = await fixture.DescribeAsync();

        var first = await fixture.RunAsync(command.Split(' ')[1..], input: "y\n");

        Assert.True(first.ExitCode == 0, first.Everything);
        Assert.Equal(["UpdateUserPool", "POST policy"], fixture.Changes);
        Assert.Contains($"+    \"PostConfirmation\": \"{Arn}\",", first.Output, StringComparison.Ordinal);
        Assert.Single(first.Lines, line => line.StartsWith("+ ", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Lines, line => line.StartsWith("- ", StringComparison.Ordinal));
        Assert.Contains("The stack shop-auth made this pool", first.Output, StringComparison.Ordinal);
        Assert.Equal(
            $$$$"""{"Sid":"post-confirmation-{{{{fixture.PoolId}}}}","Effect":"Allow","Principal":{"Service":"cognito-idp.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"{{{{Arn}}}}","Condition":{"StringEquals":{"AWS:SourceAccount":"local"},"ArnLike":{"AWS:SourceArn":"{{{{fixture.PoolArn}}}}"}}}""",
            Assert.Single(fixture.Lambda.StatementsOf(ConnectFixture.Function)).ToJsonString());
        before["LambdaConfig"]!["PostConfirmation"] = Arn;
        await fixture.AssertSameAsync(before);

        fixture.Forget();
        var second = await fixture.ConnectAsync([]);

        Assert.Equal(
            (0, $"Cognito may invoke PostConfirmation already.\nPostConfirmation is the post-confirmation trigger of {fixture.PoolId} already.\n"),
            (second.ExitCode, second.Output));
        Assert.Empty(fixture.Changes);
    }

    [SkippableFact]
    public async Task Without_consent_nothing_changes()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators, """{"LambdaConfig":{"PostConfirmation":"arn:aws:lambda:local:local:function:old"}}""");

        foreach (var answer in (string[])["n\n", ""])
        {
            var result = await fixture.ConnectAsync([], answer);

            Assert.Equal((1, "Nothing was changed."), (result.ExitCode, result.Error.Trim()));
            Assert.Contains("The pool has another post-confirmation trigger, which this replaces: arn:aws:lambda:local:local:function:old", result.Output, StringComparison.Ordinal);
            Assert.Contains("-    \"PostConfirmation\": \"arn:aws:lambda:local:local:function:old\"", result.Output, StringComparison.Ordinal);
            Assert.Empty(fixture.Changes);
        }
    }

    [SkippableFact]
    public async Task Disconnecting_what_is_not_connected_changes_nothing()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);

        var result = await fixture.ConnectAsync(["--disconnect", "--yes"]);

        Assert.Equal(
            (0, $"PostConfirmation is not the post-confirmation trigger of {fixture.PoolId}, which is: none\n"), (result.ExitCode, result.Output));
        Assert.Empty(fixture.Changes);
    }

    [SkippableFact]
    public async Task Disconnecting_leaves_somebody_elses_trigger_and_permission_alone()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators, """{"LambdaConfig":{"PostConfirmation":"arn:aws:lambda:local:local:function:other"}}""");
        fixture.Lambda.Permit(ConnectFixture.Function, "theirs", "events.amazonaws.com", "arn:rule");

        var result = await fixture.ConnectAsync(["--disconnect", "--yes"]);

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("which is: arn:aws:lambda:local:local:function:other\n", result.Output, StringComparison.Ordinal);
        Assert.Empty(fixture.Changes);
    }

    [SkippableFact]
    public async Task A_trigger_whose_function_is_gone_can_be_disconnected()
    {
        var arn = FakeLambda.ArnOf("Gone");
        await using var fixture = await ConnectFixture.StartAsync(emulators, $$$"""{"LambdaConfig":{"PostConfirmation":"{{{arn}}}"}}""");

        var result = await fixture.RunAsync(["--user-pool-id", fixture.PoolId, "--function", "Gone", "--disconnect", "--yes"]);

        Assert.True(result.ExitCode == 0, result.Everything);
        Assert.Contains($"-    \"PostConfirmation\": \"{arn}\"", result.Output, StringComparison.Ordinal);
        Assert.EndsWith($"{fixture.PoolId} has no post-confirmation trigger any more.\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(["UpdateUserPool"], fixture.Changes);
    }

    [SkippableFact]
    public async Task A_permission_for_another_pool_is_replaced()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        fixture.Lambda.Permit(ConnectFixture.Function, $"post-confirmation-{fixture.PoolId}", "cognito-idp.amazonaws.com", "arn:another-pool");

        var result = await fixture.ConnectAsync(["--yes"]);

        Assert.True(result.ExitCode == 0, result.Everything);
        Assert.Equal(
            fixture.PoolArn,
            (string?)Assert.Single(fixture.Lambda.StatementsOf(ConnectFixture.Function))["Condition"]!["ArnLike"]!["AWS:SourceArn"]);
    }
}
