using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests;

/// <summary>The function's own executable, called by the test as Lambda calls it.</summary>
[Collection(nameof(EmulatorFixture))]
public sealed class ProcessTests(EmulatorFixture emulators) : IDisposable
{
    public void Dispose() => emulators.Log.AssertNamesNobody();

    [SkippableFact]
    public async Task The_same_event_three_times_at_once_makes_one_record()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        await using var functions = await emulators.StartFunctionsAsync(count: 3);

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => functions.InvokeAsync(emulators.Event(name, sub))));

        Assert.All(results, result => Assert.False(result.IsError, result.ErrorMessage));
        Assert.Equal(
            ["already-provisioned", "already-provisioned", "provisioned"],
            (await emulators.OutcomesAsync(sub, 3)).Order(StringComparer.Ordinal));
        Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(name));
        Assert.DoesNotContain("pending_group", (await emulators.FindRecordAsync(sub))!.Keys);
    }

    [SkippableFact]
    public async Task A_missing_table_fails_with_a_fixed_message()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        await using var functions = await emulators.StartFunctionsAsync(variables: new() { ["APP_TABLE_NAME"] = "missing" });

        var result = await functions.InvokeAsync(emulators.Event(name, sub));

        Assert.Equal(
            "Your sign-up is confirmed, but your account is not set up completely. " +
            $"Please contact support with the reference {result.RequestId}",
            result.ErrorMessage);
        var error = JsonNode.Parse(result.Payload.Span)!;
        Assert.Null(error["cause"]);
        var line = Assert.Single(await emulators.Log.OfAsync(sub, 1));
        Assert.Equal(
            ("failed", "record", "ResourceNotFoundException", 400),
            ((string?)line["outcome"], (string?)line["step"], (string?)line["errorCode"], (int?)line["status"]));
        Assert.Equal(result.RequestId, (string?)line["requestId"]);
    }

    [SkippableFact]
    public async Task A_deleted_user_fails_and_leaves_no_record()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        await emulators.UserPool.DeleteUserAsync(name);
        await using var functions = await emulators.StartFunctionsAsync();

        var result = await functions.InvokeAsync(emulators.Event(name, sub));

        Assert.True(result.IsError);
        Assert.Null(await emulators.FindRecordAsync(sub));
    }

    [SkippableFact]
    public async Task Input_that_is_not_an_event_is_refused_and_the_process_goes_on()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        await using var functions = await emulators.StartFunctionsAsync();

        foreach (var nonsense in (string[])["", "{", "[]", "null", "\"personal@example.com\"", "{\"request\":{\"userAttributes\":[]}}"])
        {
            var refused = await functions.InvokeAsync(nonsense);
            Assert.EndsWith($"with the reference {refused.RequestId}", refused.ErrorMessage, StringComparison.Ordinal);
        }

        var answer = await functions.InvokeAsync(emulators.Event(name, sub));
        Assert.False(answer.IsError);
        Assert.Equal("{}", JsonNode.Parse(answer.Payload.Span)!["response"]!.ToJsonString());
    }

    [SkippableFact]
    public async Task A_start_without_settings_is_reported_and_ends_the_process()
    {
        emulators.Require();
        await using var functions = await emulators.StartFunctionsAsync(
            variables: new() { ["APP_TABLE_NAME"] = null, ["ALLOW_UNVERIFIED_USERS"] = "perhaps" });

        var error = JsonNode.Parse(await functions.Lambda.InitError.WaitAsync(TimeSpan.FromSeconds(30)))!;

        Assert.Equal(
            "The function cannot start: APP_TABLE_NAME is not set (the name of the DynamoDB table); " +
            "ALLOW_UNVERIFIED_USERS is neither 'true' nor 'false'.",
            (string?)error["errorMessage"]);
        Assert.NotEqual(0, await functions.Processes.Single().Exited.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Single(functions.Log.Lines);
    }

    [SkippableFact]
    public async Task The_process_ends_when_the_Runtime_API_is_gone()
    {
        emulators.Require();
        await using var functions = await emulators.StartFunctionsAsync();
        await functions.Lambda.Ready.WaitAsync(TimeSpan.FromSeconds(30));

        await functions.Lambda.DisposeAsync();

        Assert.NotEqual(0, await functions.Processes.Single().Exited.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [SkippableFact]
    public async Task The_function_calls_only_two_actions_of_AWS()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        await emulators.UserPool.ConfirmSignUpAsync(name);
        await emulators.UserPool.ResetPasswordAsync(name);
        await using var functions = await emulators.StartFunctionsAsync();
        await functions.InvokeAsync(emulators.Event(name, sub));

        // Including the calls of all tests before.
        Assert.Equal(
            ["AWSCognitoIdentityProviderService.AdminAddUserToGroup", "DynamoDB_20120810.PutItem"],
            emulators.Actions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData("JSON")]
    [InlineData("Text")]
    public async Task Log_lines_name_users_by_the_sub_only(string format)
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        var log = new List<string>();
        foreach (var table in (string[])["missing", emulators.Table.Name])
        {
            await using var functions = await emulators.StartFunctionsAsync(
                variables: new() { ["APP_TABLE_NAME"] = table, ["AWS_LAMBDA_LOG_FORMAT"] = format, ["AWS_LAMBDA_LOG_LEVEL"] = "TRACE" }, keep: false);
            await functions.InvokeAsync(emulators.Event(name, sub));
            await functions.InvokeAsync(emulators.Event(name, sub, "PostConfirmation_ConfirmForgotPassword"));
            await functions.InvokeAsync(emulators.Event(new string('x', 129) + "personal", sub));
            await functions.InvokeAsync("{\"userName\":\"personal\",\"request\":{\"userAttributes\":{\"email\":\"personal@example.com\"");
            await functions.DisposeAsync();
            log.AddRange(functions.Log.Lines);
        }

        Assert.Contains(log, line => line.Contains(sub, StringComparison.Ordinal));
        Assert.All(log, FunctionLog.AssertNamesNobody);
    }
}
