using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
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
        Assert.Collection(
            result.Lines,
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
        Assert.Contains($"WRONG  not erased: the record USER#{SubOf(result)}; The AWS CLI could not erase it: ", result.Output, StringComparison.Ordinal);
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

    [SkippableFact]
    public async Task A_user_whom_a_failed_sign_up_leaves_is_erased_with_the_record()
    {
        var before = await LeftAsync();
        await using var pools = new SelfConfirmingPool(emulators.UserPool);
        await pools.StartAsync();

        var result = await SmokeAsync(pools: pools.Address);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The AWS CLI could not sign a user up: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("ok     erased: the user smoke-", result.Output, StringComparison.Ordinal);
        Assert.Contains($"ok     erased: the record USER#{pools.Sub}\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, await LeftAsync());
        Assert.Null(await emulators.FindRecordAsync(pools.Sub));
    }

    private static string SubOf(CommandResult result) => result.Output[(result.Output.IndexOf("sub ", StringComparison.Ordinal) + 4)..][..36];

    private async Task<CommandResult> SmokeAsync(string? table = null, string[]? more = null, Uri? pools = null)
    {
        emulators.Require();
        Command.Require("bash", "aws", "jq");
        await using var lambda = new FakeLambda();
        await lambda.StartAsync();
        lambda.Deploy(ConnectFixture.Function, table ?? emulators.Table.Name, emulators.UserPool.GroupName);
        return await Command.RunAsync(
            "bash",
            [Repository.PathOf("deploy/smoke.sh"), "--user-pool-id", emulators.UserPool.Id, "--function", ConnectFixture.Function, .. more ?? []],
            variables: AwsVariables.Of(pools ?? emulators.UserPool.Endpoint, lambda.Address, emulators.Table.Endpoint));
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

    /// <summary>Confirms by itself, as a pre-sign-up trigger lets Cognito do: where its post-confirmation trigger fails, so does the sign-up.</summary>
    private sealed class SelfConfirmingPool(LocalUserPool pool) : FakeService
    {
        private readonly UserPoolApi api = new(pool.Endpoint);

        /// <summary>The last user's.</summary>
        public string Sub { get; private set; } = "";

        protected override async Task<JsonNode?> AnswerAsync(HttpRequest request, JsonObject body)
        {
            var action = request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
            try
            {
                var answer = await api.CallAsync(action, body);
                if (action != "SignUp")
                    return answer;
            }
            catch (UserPoolException e)
            {
                throw new ServiceError(e.Status, e.Type, e.PoolMessage);
            }

            var name = (string)body["Username"]!;
            Sub = (await pool.ListUsersAsync()).Single(user => user.Username == name).Sub;
            await pool.ConfirmSignUpAsync(name);
            throw new ServiceError(400, "UserLambdaValidationException", "PostConfirmation failed with error.");
        }
    }
}
