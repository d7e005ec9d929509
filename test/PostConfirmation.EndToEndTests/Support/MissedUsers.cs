namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Users of the playground in whatever state a trigger may have left or never seen them.</summary>
internal static class MissedUsers
{
    public static async Task<(string Name, string Sub)> ConfirmAsync(this Playground playground, params (string Name, string Value)[] attributes)
    {
        var user = await playground.SignUpAsync(attributes);
        await playground.UserPool.ConfirmSignUpAsync(user.Name);
        return user;
    }

    /// <summary>Confirmed as if there had been no trigger yet.</summary>
    public static async Task<(string Name, string Sub)> MissedAsync(this Playground playground)
    {
        var user = await playground.ConfirmAsync();
        await playground.ForgetAsync(user);
        return user;
    }

    /// <summary>Takes back what the trigger did.</summary>
    public static async Task ForgetAsync(this Playground playground, (string Name, string Sub) user)
    {
        await playground.UserPool.LeaveGroupAsync(user.Name);
        await playground.DeleteRecordAsync(user.Sub);
    }

    public static async Task DeleteRecordAsync(this Playground playground, string sub) =>
        await playground.Table.Client.DeleteItemAsync(
            playground.Table.Name, new() { ["PK"] = new($"USER#{sub}"), ["SK"] = new($"USER#{sub}") });

    /// <summary>Confirmed while there was no group.</summary>
    public static async Task<(string Name, string Sub)> OwedAsync(this Playground playground)
    {
        await playground.UserPool.DeleteGroupAsync(playground.UserPool.GroupName);
        try
        {
            return await playground.ConfirmAsync();
        }
        finally
        {
            await playground.UserPool.CreateGroupAsync(playground.UserPool.GroupName);
        }
    }

    public static async Task<(string Name, string Sub)> CreatedByAdministratorAsync(this Playground playground, bool confirmed)
    {
        var name = $"personal-{Guid.NewGuid()}";
        var sub = await playground.UserPool.CreateUserAsync(name, ("email", "personal@example.com"));
        if (confirmed)
            await playground.UserPool.SetPasswordAsync(name);
        return (name, sub);
    }
}
