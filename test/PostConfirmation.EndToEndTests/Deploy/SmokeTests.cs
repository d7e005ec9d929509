using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary><c>deploy/smoke.sh</c> with the real AWS CLI, against the emulators with the function between them.</summary>
[Collection(nameof(Deployed))]
public sealed class SmokeTests(EmulatorFixture emulators)
{
    [SkippableFact]
    public async Task A_sign_up_is_checked_and_leaves_nothing_behind()
    {
        var before = await LeftAsync();

        var result = await SmokeAsync();

        Assert.True(result.ExitCode == 0, result.Everything);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Collection(
            lines,
            line => Assert.Matches("^ok     signed up: smoke-[0-9-]+, sub [0-9a-f-]{36}$", line),
            line => Assert.Equal("ok     confirmed: the trigger answered", line),
            line => Assert.Equal($"ok     group: {emulators.UserPool.GroupName}", line),
            line => Assert.Matches("^ok     record: \\{.*\"PK\":\\{\"S\":\"USER#[0-9a-f-]{36}\"\\}.*\\}$", line),
            line => Assert.Matches("^ok     erased: the user smoke-[0-9-]+$", line),
            line => Assert.Matches("^ok     erased: the record USER#[0-9a-f-]{36}$", line),
            line => Assert.Matches("^ok     erased: the app client .+$", line));
        Assert.Equal(before, await LeftAsync());
        Assert.Null(await emulators.FindRecordAsync(SubOf(result)));
    }

    [SkippableFact]
    public async Task A_group_that_could_not_be_joined_is_seen_and_nothing_is_left_behind()
    {
        var before = await LeftAsync();
        await emulators.UserPool.DeleteGroupAsync(emulators.UserPool.GroupName);
        CommandResult result;
        try
        {
            result = await SmokeAsync();
        }
        finally
        {
            await emulators.UserPool.CreateGroupAsync(emulators.UserPool.GroupName);
        }

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"WRONG  group: the user is not in {emulators.UserPool.GroupName}\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("WRONG  record: the group is pending; the log of PostConfirmation says why, search for ", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, await LeftAsync());
        Assert.Null(await emulators.FindRecordAsync(SubOf(result)));
    }

    [SkippableFact]
    public async Task A_record_that_is_not_where_it_should_be_is_seen()
    {
        var result = await SmokeAsync(table: "other-table");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The AWS CLI could not read the record: ", result.Error, StringComparison.Ordinal);
        await emulators.DeleteRecordAsync(SubOf(result));
    }

    [SkippableFact]
    public async Task A_user_who_was_there_before_is_never_erased()
    {
        var (name, _) = await emulators.ConfirmAsync();
        var before = await LeftAsync();

        var result = await SmokeAsync(more: ["--client-id", "missing-client"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The AWS CLI could not sign a user up: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("erased", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, await LeftAsync());
        Assert.NotNull(await emulators.UserPool.GetUserAsync(name));
    }

    private static string SubOf(CommandResult result) => result.Output[(result.Output.IndexOf("sub ", StringComparison.Ordinal) + 4)..][..36];

    private async Task<CommandResult> SmokeAsync(string? table = null, string[]? more = null)
    {
        emulators.Require();
        Command.Require("bash", "aws", "jq");
        await using var lambda = new FakeLambda();
        await lambda.StartAsync();
        lambda.Deploy(ConnectFixture.Function, table ?? emulators.Table.Name, emulators.UserPool.GroupName);
        return await Command.RunAsync(
            "bash",
            [Repository.PathOf("deploy/smoke.sh"), "--user-pool-id", emulators.UserPool.Id, "--function", ConnectFixture.Function, .. more ?? []],
            variables: AwsVariables.Of(emulators.UserPool.Endpoint, lambda.Address, emulators.Table.Endpoint));
    }

    /// <returns>Who and what is in the pool.</returns>
    private async Task<(string Users, string Clients)> LeftAsync()
    {
        emulators.Require();
        using var api = new UserPoolApi(emulators.UserPool.Endpoint);
        var clients = await api.CallAsync("ListUserPoolClients", new() { ["UserPoolId"] = emulators.UserPool.Id, ["MaxResults"] = 60 });
        return (
            string.Join(' ', (await emulators.UserPool.ListUsersAsync()).Select(user => user.Username).Order(StringComparer.Ordinal)),
            string.Join(' ', clients["UserPoolClients"]!.AsArray().Select(client => (string)client!["ClientId"]!).Order(StringComparer.Ordinal)));
    }
}
