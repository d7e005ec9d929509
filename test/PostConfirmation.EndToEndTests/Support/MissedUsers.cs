namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Users in every state that a trigger can leave, or from before the trigger.</summary>
internal static class MissedUsers
{
    public static async Task<(string Name, string Sub)> ConfirmAsync(this EmulatorFixture emulators, params (string Name, string Value)[] attributes)
    {
        var user = await emulators.SignUpAsync(attributes);
        await emulators.UserPool.ConfirmSignUpAsync(user.Name);
        return user;
    }

    /// <summary>A user who confirmed before there was a trigger.</summary>
    public static async Task<(string Name, string Sub)> MissedAsync(this EmulatorFixture emulators)
    {
        var user = await emulators.ConfirmAsync();
        await emulators.ForgetAsync(user);
        return user;
    }

    /// <summary>Takes back what the trigger did.</summary>
    public static async Task ForgetAsync(this EmulatorFixture emulators, (string Name, string Sub) user)
    {
        await emulators.UserPool.LeaveGroupAsync(user.Name);
        await emulators.DeleteRecordAsync(user.Sub);
    }

    public static async Task DeleteRecordAsync(this EmulatorFixture emulators, string sub) =>
        await emulators.Table.Client.DeleteItemAsync(
            emulators.Table.Name, new() { ["PK"] = new($"USER#{sub}"), ["SK"] = new($"USER#{sub}") });

    /// <summary>A user who confirmed while the group was missing, and so has <c>pending_group</c>.</summary>
    public static Task<(string Name, string Sub)> PendingAsync(this EmulatorFixture emulators) =>
        emulators.WithoutGroupAsync(() => emulators.ConfirmAsync());

    /// <summary>The group is missing while something is done.</summary>
    public static async Task<T> WithoutGroupAsync<T>(this EmulatorFixture emulators, Func<Task<T>> action)
    {
        await emulators.UserPool.DeleteGroupAsync(emulators.UserPool.GroupName);
        try
        {
            return await action();
        }
        finally
        {
            await emulators.UserPool.CreateGroupAsync(emulators.UserPool.GroupName);
        }
    }

    public static async Task<(string Name, string Sub)> CreatedByAdministratorAsync(this EmulatorFixture emulators, bool confirmed)
    {
        var name = $"personal-{Guid.NewGuid()}";
        var sub = await emulators.UserPool.CreateUserAsync(name, ("email", "personal@example.com"));
        if (confirmed)
            await emulators.UserPool.SetPasswordAsync(name);
        return (name, sub);
    }
}
