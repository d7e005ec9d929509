using System.Text.Json.Nodes;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>An administrator's changes to users, which run no trigger.</summary>
internal static class PoolAdmin
{
    /// <returns>The sub of a user who has to change the password first.</returns>
    public static async Task<string> CreateUserAsync(this LocalUserPool pool, string name, params (string Name, string Value)[] attributes)
    {
        var answer = await pool.AdminAsync("AdminCreateUser", name, new()
        {
            ["MessageAction"] = "SUPPRESS",
            ["UserAttributes"] = new JsonArray([.. attributes.Select(a => new JsonObject { ["Name"] = a.Name, ["Value"] = a.Value })]),
        });
        return (string)answer["User"]!["Attributes"]!.AsArray().Single(a => (string?)a!["Name"] == "sub")!["Value"]!;
    }

    /// <summary>The user is CONFIRMED from then on.</summary>
    public static Task SetPasswordAsync(this LocalUserPool pool, string name) =>
        pool.AdminAsync("AdminSetUserPassword", name, new() { ["Password"] = LocalUserPool.Password, ["Permanent"] = true });

    public static Task DisableAsync(this LocalUserPool pool, string name) => pool.AdminAsync("AdminDisableUser", name, []);

    public static Task LeaveGroupAsync(this LocalUserPool pool, string name) =>
        pool.AdminAsync("AdminRemoveUserFromGroup", name, new() { ["GroupName"] = pool.GroupName });

    private static Task<JsonObject> AdminAsync(this LocalUserPool pool, string operation, string name, JsonObject input)
    {
        (input["UserPoolId"], input["Username"]) = (pool.Id, name);
        return pool.CallAsync(operation, input);
    }
}
