using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests;

/// <summary>Real sign-ups. The results are read through the APIs of pool and table.</summary>
[Collection(nameof(EmulatorFixture))]
public sealed class SignUpTests(EmulatorFixture emulators) : IDisposable
{
    public void Dispose() => emulators.Log.AssertNamesNobody();

    [SkippableFact]
    public async Task A_confirmed_user_is_in_the_group_and_has_a_record()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();

        await emulators.UserPool.ConfirmSignUpAsync(name);

        Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(name));
        var record = await emulators.FindRecordAsync(sub);
        Assert.NotNull(record);
        Assert.Equal(
            ["PK", "SK", "addresses", "date_created", "email", "shopping_cart", "sub", "username"],
            record.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ($"USER#{sub}", $"USER#{sub}", sub, name),
            (record["PK"].S, record["SK"].S, record["sub"].S, record["username"].S));
        Assert.Empty(record["shopping_cart"].M);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", record["date_created"].S);
        Assert.Equal(["provisioned"], await emulators.OutcomesAsync(sub));
    }

    [SkippableFact]
    public async Task A_user_confirmed_by_an_administrator_is_provisioned()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();

        await emulators.UserPool.AdminConfirmSignUpAsync(name);

        Assert.Equal([emulators.UserPool.GroupName], await emulators.UserPool.GroupsOfAsync(name));
        Assert.NotNull(await emulators.FindRecordAsync(sub));
    }

    [SkippableFact]
    public async Task A_password_reset_leaves_the_record_as_it_is_cart_and_all()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        await emulators.UserPool.ConfirmSignUpAsync(name);
        Assert.True(await emulators.FillCartAsync(sub));
        var before = DynamoDbJson.From((await emulators.FindRecordAsync(sub))!);

        await emulators.UserPool.ResetPasswordAsync(name);

        Assert.Equal(["provisioned", "skipped password-reset"], await emulators.OutcomesAsync(sub, 2));
        Assert.Contains("\"apples\":{\"N\":\"3\"}", before, StringComparison.Ordinal);
        Assert.Equal(before, DynamoDbJson.From((await emulators.FindRecordAsync(sub))!));
    }

    [SkippableTheory]
    [InlineData("""{"address_type":"home","street_address":"Personal Street 1","floor":3}""",
        """{"home":{"M":{"address_type":{"S":"home"},"floor":{"N":"3"},"street_address":{"S":"Personal Street 1"}}}}""")]
    [InlineData("Personal Street 1, 50667 Köln", """{"default":{"M":{"formatted":{"S":"Personal Street 1, 50667 Köln"}}}}""")]
    [InlineData(null, "{}")]
    public async Task The_address_is_kept_whatever_it_is(string? address, string stored)
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync(address is null ? [] : [("address", address)]);

        await emulators.UserPool.ConfirmSignUpAsync(name);

        var record = await emulators.FindRecordAsync(sub);
        Assert.Equal(stored, DynamoDbJson.From(record!["addresses"].M));
    }

    [SkippableFact]
    public async Task An_unverified_user_is_left_alone()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync(("email_verified", "false"));

        await emulators.UserPool.ConfirmSignUpAsync(name);

        Assert.Equal(["skipped unverified"], await emulators.OutcomesAsync(sub));
        Assert.Empty(await emulators.UserPool.GroupsOfAsync(name));
        Assert.Null(await emulators.FindRecordAsync(sub));
    }

    [SkippableFact]
    public async Task A_missing_group_is_remembered_in_the_record_and_the_sign_up_succeeds()
    {
        emulators.Require();
        var (name, sub) = await emulators.SignUpAsync();
        await emulators.UserPool.DeleteGroupAsync(emulators.UserPool.GroupName);
        try
        {
            await emulators.UserPool.ConfirmSignUpAsync(name);

            Assert.Equal(["group-deferred"], await emulators.OutcomesAsync(sub));
            Assert.Equal(emulators.UserPool.GroupName, (await emulators.FindRecordAsync(sub))!["pending_group"].S);
        }
        finally
        {
            await emulators.UserPool.CreateGroupAsync(emulators.UserPool.GroupName);
        }
    }
}
