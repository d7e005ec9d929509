using Amazon.DynamoDBv2.Model;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests;

/// <summary>The Reconcile executable on the emulators, after the real trigger.</summary>
[Collection(nameof(EmulatorFixture))]
public sealed class ReconcileTests(EmulatorFixture emulators)
{
    [SkippableFact]
    public async Task Completes_the_users_that_were_missed_and_leaves_all_others_as_they_are()
    {
        emulators.Require();
        await emulators.ReconcileAsync(); // whatever other tests left behind
        var pending = await emulators.PendingAsync();
        var missed = await emulators.MissedAsync();
        var byAdministrator = await emulators.CreatedByAdministratorAsync(confirmed: true);
        var neverSignedIn = await emulators.CreatedByAdministratorAsync(confirmed: false);
        var disabled = await emulators.MissedAsync();
        await emulators.UserPool.DisableAsync(disabled.Name);
        var unverified = await emulators.ConfirmAsync(("email_verified", "false"));
        var unconfirmed = await emulators.SignUpAsync();
        var complete = await emulators.ConfirmAsync();
        var foreign = await emulators.MissedAsync();
        await WriteAsync(foreign.Sub, ("note", "mine"));
        var untouched = (string[])[complete.Sub, foreign.Sub, disabled.Sub, unverified.Sub, unconfirmed.Sub, neverSignedIn.Sub];
        var before = await RecordsAsync(untouched);

        var dry = (await emulators.ReconcileAsync("--dry-run")).AssertSucceeded();
        Assert.Null(await emulators.FindRecordAsync(missed.Sub));
        var run = (await emulators.ReconcileAsync()).AssertSucceeded();
        var again = (await emulators.ReconcileAsync()).AssertSucceeded();

        Assert.All((ReconcileRun[])[dry, run], r => Assert.Equal((2, 1), (r["provisioned"], r["groupAdded"])));
        Assert.Equal((0, 0, run["seen"]), (again["provisioned"], again["groupAdded"], again["seen"]));
        foreach (var user in ((string Name, string Sub)[])[pending, missed, byAdministrator, complete])
            await AssertCompleteAsync(user);
        Assert.Equal(before, await RecordsAsync(untouched));
        Assert.All((string[])["disabled", "unverified", "not-confirmed"], reason => Assert.InRange(again.Skipped(reason), 1, 1000));
        foreach (var user in ((string Name, string Sub)[])[disabled, unverified, unconfirmed, neverSignedIn, foreign])
            Assert.Empty(await emulators.UserPool.GroupsOfAsync(user.Name));

        (await emulators.ReconcileAsync("--all")).AssertSucceeded();
        Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(foreign.Name));
        Assert.Equal(before, await RecordsAsync(untouched));
    }

    [SkippableFact]
    public async Task Nobody_becomes_an_administrator_through_the_table()
    {
        emulators.Require();
        await emulators.UserPool.CreateGroupAsync("admins");
        await emulators.UserPool.CreateGroupAsync("before");
        var (unconfirmed, confirmed, former) = (await emulators.SignUpAsync(), await emulators.MissedAsync(), await emulators.MissedAsync());
        foreach (var (sub, group) in ((string, string)[])[(unconfirmed.Sub, "admins"), (confirmed.Sub, "admins"), (former.Sub, "before")])
            await WriteAsync(sub, ("pending_group", group));

        var run = await emulators.ReconcileAsync("--pending-group", "before");

        Assert.Equal((1, 2, 1), (run.ExitCode, run["failed"], (long?)run.Summary["groupsAdded"]!["before"]));
        Assert.Equal(2, run.Lines.Count(line => line.EndsWith("pending_group names 'admins', which is not a group of this run", StringComparison.Ordinal)));
        Assert.All(await Task.WhenAll(emulators.UserPool.GroupsOfAsync(unconfirmed.Name), emulators.UserPool.GroupsOfAsync(confirmed.Name)), Assert.Empty);
        Assert.Equal(["before"], await emulators.UserPool.GroupsOfAsync(former.Name));
        Assert.Equal("admins", (await emulators.FindRecordAsync(confirmed.Sub))!["pending_group"].S);

        foreach (var (_, sub) in ((string, string)[])[unconfirmed, confirmed, former])
            await emulators.DeleteRecordAsync(sub);
    }

    [SkippableFact]
    public async Task A_single_user_joins_the_group_whoever_wrote_the_record()
    {
        emulators.Require();
        var foreign = await emulators.MissedAsync();
        await WriteAsync(foreign.Sub, ("note", "mine"));
        await emulators.ReconcileAsync();
        Assert.Empty(await emulators.UserPool.GroupsOfAsync(foreign.Name));

        var run = (await emulators.ReconcileAsync("--sub", foreign.Sub.ToUpperInvariant())).AssertSucceeded();

        Assert.Equal((1, 1), (run["seen"], run["groupAdded"]));
        Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(foreign.Name));
        Assert.Equal("mine", (await emulators.FindRecordAsync(foreign.Sub))!["note"].S);
    }

    [SkippableFact]
    public async Task Completes_single_users_and_further_statuses()
    {
        emulators.Require();
        var (one, two) = (await emulators.MissedAsync(), await emulators.MissedAsync());
        var neverSignedIn = await emulators.CreatedByAdministratorAsync(confirmed: false);

        var run = (await emulators.ReconcileAsync("--sub", one.Sub, "--sub", neverSignedIn.Sub, "--status", "FORCE_CHANGE_PASSWORD")).AssertSucceeded();

        Assert.Equal((2, 2), (run["seen"], run["provisioned"]));
        await AssertCompleteAsync(one);
        await AssertCompleteAsync(neverSignedIn);
        Assert.Null(await emulators.FindRecordAsync(two.Sub));
    }

    [SkippableFact]
    public async Task The_record_is_the_one_that_the_trigger_wrote_but_for_the_time()
    {
        emulators.Require();
        var user = await emulators.ConfirmAsync(("address", "Personal Street 1"));
        var record = (await emulators.FindRecordAsync(user.Sub))!;
        await emulators.ForgetAsync(user);

        (await emulators.ReconcileAsync("--sub", user.Sub)).AssertSucceeded();

        var repaired = (await emulators.FindRecordAsync(user.Sub))!;
        Assert.True(string.CompareOrdinal(repaired["date_created"].S, record["date_created"].S) <= 0, "It was created before the trigger ran.");
        repaired["date_created"] = record["date_created"];
        Assert.Equal(DynamoDbJson.From(record), DynamoDbJson.From(repaired));
    }

    [SkippableFact]
    public async Task Beside_live_sign_ups_everybody_ends_up_complete_once()
    {
        emulators.Require();
        var missed = new List<(string Name, string Sub)>();
        for (var i = 0; i < 10; i++)
            missed.Add(await emulators.MissedAsync());

        var reconciling = emulators.ReconcileAsync("--rate", "20");
        var live = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => emulators.ConfirmAsync()));
        (await reconciling).AssertSucceeded();

        foreach (var user in missed.Concat(live))
            await AssertCompleteAsync(user);
        Assert.Equal(0, (await emulators.ReconcileAsync()).AssertSucceeded()["provisioned"]);
    }

    [SkippableTheory]
    [InlineData("--user-pool-id", "local_missing", "There is no user pool local_missing in this region and account: ResourceNotFoundException")]
    [InlineData("--group", "missing", "has no group missing: ResourceNotFoundException")]
    [InlineData("--table", "missing", "There is no table missing in this region and account: ResourceNotFoundException")]
    public async Task What_is_missing_is_reported_in_one_sentence(string option, string value, string sentence)
    {
        emulators.Require();

        var run = await emulators.ReconcileAsync(option, value);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Problem, StringComparison.Ordinal);
        Assert.Equal(2, run.Lines.Count); // the sentence and the JSON
    }

    /// <summary>As another program would.</summary>
    private async Task WriteAsync(string sub, (string Name, string Value) attribute) => await emulators.Table.Client.PutItemAsync(new PutItemRequest
    {
        TableName = emulators.Table.Name,
        Item = new() { ["PK"] = new($"USER#{sub}"), ["SK"] = new($"USER#{sub}"), [attribute.Name] = new(attribute.Value) },
    });

    private async Task AssertCompleteAsync((string Name, string Sub) user)
    {
        Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(user.Name));
        Assert.DoesNotContain("pending_group", (await emulators.FindRecordAsync(user.Sub))!.Keys);
    }

    private async Task<string[]> RecordsAsync(IEnumerable<string> subs)
    {
        var records = new List<string>();
        foreach (var sub in subs)
            records.Add(await emulators.FindRecordAsync(sub) is { } record ? DynamoDbJson.From(record) : "none");
        return [.. records];
    }
}
