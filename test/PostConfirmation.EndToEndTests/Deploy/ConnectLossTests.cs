using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>No setting of the pool is lost: neither one that no model knows yet, nor what a colleague sets meanwhile.</summary>
[Collection(nameof(ConnectedWithFaults))]
public sealed class ConnectLossTests(EmulatorFixture emulators)
{
    private const string Future = """
        {
          "IssuerConfiguration": { "Type": "CUSTOM", "Url": "https://login.shop.example.com" },
          "KeyConfiguration": { "KeyArn": "arn:aws:kms:local:local:key/2" },
          "Tomorrow": { "Numbers": [1, 2.5, -3e-7], "Text": "Köln \u2028 'quoted' $(touch /tmp/x)", "Off": false, "None": null, "Empty": {} }
        }
        """;

    private static readonly string Arn = FakeLambda.ArnOf(ConnectFixture.Function);

    [SkippableFact]
    public async Task Every_setting_survives_connecting_and_disconnecting_even_one_that_no_model_knows()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators, Future);
        var before = await fixture.DescribeAsync();

        var connected = await fixture.ConnectAsync(["--yes"]);

        Assert.True(connected.ExitCode == 0, connected.Everything);
        var expected = before.DeepClone().AsObject();
        expected["LambdaConfig"]!["PostConfirmation"] = Arn;
        await fixture.AssertSameAsync(expected);

        var disconnected = await fixture.ConnectAsync(["--disconnect", "--yes"]);

        Assert.True(disconnected.ExitCode == 0, disconnected.Everything);
        await fixture.AssertSameAsync(before);
        Assert.Empty(fixture.Lambda.StatementsOf(ConnectFixture.Function));
    }

    [SkippableFact]
    public async Task What_a_colleague_sets_while_it_asks_is_shown_and_stays_and_nothing_else_is_changed()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        fixture.Pools.SetMeanwhile = new() { ["DeletionProtection"] = "INACTIVE", ["Tomorrow"] = new JsonObject { ["New"] = true } };
        fixture.Pools.SetMfaMeanwhile = new() { ["SoftwareTokenMfaConfiguration"] = new JsonObject { ["Enabled"] = false } };

        var result = await fixture.ConnectAsync([], "y\n");

        Assert.Equal(
            (1, "Somebody else has meanwhile changed the user pool, see above. Nothing was changed by this run: run it again."),
            (result.ExitCode, result.Error.Trim()));
        Assert.All(
            (string[])["+    \"DeletionProtection\": \"INACTIVE\",", "+      \"New\": true", "+      \"Enabled\": false"],
            shown => Assert.Contains(shown, result.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("UpdateUserPool", fixture.Pools.Calls);
        Assert.Empty(fixture.Lambda.StatementsOf(ConnectFixture.Function));
        var after = await fixture.DescribeAsync();
        Assert.Equal(("INACTIVE", true), ((string?)after["DeletionProtection"], (bool)after["Tomorrow"]!["New"]!));
        Assert.False((bool)fixture.Pools.Mfa["SoftwareTokenMfaConfiguration"]!["Enabled"]!);
    }

    [SkippableFact]
    public async Task A_trigger_that_a_colleague_sets_while_it_asks_stays()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        fixture.Pools.SetMeanwhile = new() { ["LambdaConfig"] = new JsonObject { ["PostConfirmation"] = "arn:theirs" } };

        var result = await fixture.ConnectAsync([], "y\n");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Somebody else has meanwhile set another trigger, which this leaves alone: arn:theirs\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("UpdateUserPool", fixture.Pools.Calls);
    }

    [SkippableFact]
    public async Task An_update_that_is_refused_leaves_no_permission_behind()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        var before = await fixture.DescribeAsync();
        fixture.Pools.Error = new(400, "InvalidParameterException", "Tomorrow's rule.");

        var result = await fixture.ConnectAsync(["--yes"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Matches("^The AWS CLI could not update the user pool: .*InvalidParameterException.*Tomorrow's rule. Nothing was changed in it.\n$", result.Error);
        Assert.EndsWith($"The permission post-confirmation-{fixture.PoolId} is removed.\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(["UpdateUserPool", "POST policy", $"DELETE policy/post-confirmation-{fixture.PoolId}"], fixture.Changes);
        Assert.Empty(fixture.Lambda.StatementsOf(ConnectFixture.Function));
        await fixture.AssertSameAsync(before);
    }

    [SkippableTheory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task An_update_whose_answer_is_lost_keeps_the_permission_that_the_trigger_may_need(bool updated, int exitCode)
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        (fixture.Pools.Error, fixture.Pools.LosesAnswer) = (new(500, "InternalErrorException", "Somewhere."), updated);

        var result = await fixture.ConnectAsync(["--yes"]);

        Assert.Equal(exitCode, result.ExitCode);
        if (!updated)
            Assert.EndsWith("The trigger is none, as before: run this again.\n", result.Error, StringComparison.Ordinal);
        Assert.Single(fixture.Lambda.StatementsOf(ConnectFixture.Function));
        Assert.Equal(updated ? Arn : null, (string?)(await fixture.DescribeAsync())["LambdaConfig"]!["PostConfirmation"]);
    }

    [SkippableFact]
    public async Task Settings_that_Cognito_loses_all_the_same_are_shown()
    {
        await using var fixture = await ConnectFixture.StartAsync(emulators);
        fixture.Pools.Loses = ["UserPoolTier", "SoftwareTokenMfaConfiguration"];

        var result = await fixture.ConnectAsync(["--yes"]);

        Assert.Equal((1, "Other settings of the user pool changed as well, see above: set them again."), (result.ExitCode, result.Error.Trim()));
        Assert.All(
            (string[])["-    \"UserPoolTier\": \"PLUS\",", "-    \"SoftwareTokenMfaConfiguration\": {"],
            shown => Assert.Contains(shown, result.Output, StringComparison.Ordinal));
    }
}
