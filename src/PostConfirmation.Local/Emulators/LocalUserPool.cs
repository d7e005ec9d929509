using System.Text.Json.Nodes;

namespace PostConfirmation.Local;

/// <summary>A user as the pool returns it.</summary>
/// <param name="Username">In a pool where people sign in with an e-mail address, the sub.</param>
internal sealed record LocalPoolUser(string Username, string Status, IReadOnlyDictionary<string, string> Attributes)
{
    public string Sub => Attributes["sub"];
}

/// <summary>A user pool in the emulator with an app client and a group; the emulator checks no signature.</summary>
internal sealed class LocalUserPool : IAsyncDisposable
{
    /// <summary>The code that every user is sent.</summary>
    public const string ConfirmationCode = "123456";

    public const string Password = "Correct-Horse-1";

    private readonly UserPoolApi api;

    private LocalUserPool(Uri endpoint, string groupName) => (api, GroupName) = (new(endpoint), groupName);

    public Uri Endpoint => api.Endpoint;

    public string GroupName { get; }

    public string Id { get; private set; } = "";

    public string ClientId { get; private set; } = "";

    /// <param name="endpoint">The emulator's, which can hold many pools.</param>
    /// <param name="emailIsUsername">People sign up with an e-mail address, and the pool makes the user name; otherwise they choose it.</param>
    public static async Task<LocalUserPool> CreateAsync(
        Uri endpoint, string groupName, bool emailIsUsername = true, CancellationToken cancellationToken = default)
    {
        var pool = new LocalUserPool(endpoint, groupName);
        try
        {
            var created = await pool.CallAsync(
                "CreateUserPool",
                new()
                {
                    ["PoolName"] = "local",
                    ["UsernameAttributes"] = emailIsUsername ? new JsonArray("email") : new JsonArray(),
                    ["AutoVerifiedAttributes"] = new JsonArray("email"),
                },
                cancellationToken);
            pool.Id = (string)created["UserPool"]!["Id"]!;
            var client = await pool.CallAsync(
                "CreateUserPoolClient", new() { ["UserPoolId"] = pool.Id, ["ClientName"] = "local" }, cancellationToken);
            pool.ClientId = (string)client["UserPoolClient"]!["ClientId"]!;
            await pool.CreateGroupAsync(groupName, cancellationToken);
            return pool;
        }
        catch
        {
            await pool.DisposeAsync();
            throw;
        }
    }

    /// <returns>The new user's sub.</returns>
    public async Task<string> SignUpAsync(
        string username, IReadOnlyDictionary<string, string>? attributes = null, CancellationToken cancellationToken = default)
    {
        var list = (attributes ?? new Dictionary<string, string>())
            .Select(attribute => (JsonNode)new JsonObject { ["Name"] = attribute.Key, ["Value"] = attribute.Value });
        var answer = await CallAsync(
            "SignUp",
            new() { ["ClientId"] = ClientId, ["Username"] = username, ["Password"] = Password, ["UserAttributes"] = new JsonArray([.. list]) },
            cancellationToken);
        return (string)answer["UserSub"]!;
    }

    /// <summary>Returns when the trigger has run. The emulator, unlike Cognito, does not say whether it failed.</summary>
    public Task ConfirmSignUpAsync(string username, string code = ConfirmationCode, CancellationToken cancellationToken = default) =>
        CallAsync(
            "ConfirmSignUp",
            new() { ["ClientId"] = ClientId, ["Username"] = username, ["ConfirmationCode"] = code },
            cancellationToken);

    /// <inheritdoc cref="ConfirmSignUpAsync"/>
    public Task AdminConfirmSignUpAsync(string username, CancellationToken cancellationToken = default) =>
        CallAsync("AdminConfirmSignUp", User(username), cancellationToken);

    /// <summary>Asks for a new password and sets it, which runs the trigger, too.</summary>
    public async Task ResetPasswordAsync(string username, CancellationToken cancellationToken = default)
    {
        await CallAsync("ForgotPassword", new() { ["ClientId"] = ClientId, ["Username"] = username }, cancellationToken);
        await CallAsync(
            "ConfirmForgotPassword",
            new() { ["ClientId"] = ClientId, ["Username"] = username, ["ConfirmationCode"] = ConfirmationCode, ["Password"] = Password },
            cancellationToken);
    }

    /// <param name="username">The user name, sub or e-mail address.</param>
    public async Task<LocalPoolUser> GetUserAsync(string username, CancellationToken cancellationToken = default) =>
        ToUser(await CallAsync("AdminGetUser", User(username), cancellationToken), "UserAttributes");

    public async Task<IReadOnlyList<LocalPoolUser>> ListUsersAsync(CancellationToken cancellationToken = default)
    {
        var answer = await CallAsync("ListUsers", new() { ["UserPoolId"] = Id }, cancellationToken);
        return [.. answer["Users"]!.AsArray().Select(user => ToUser(user!.AsObject(), "Attributes"))];
    }

    /// <param name="username">The user name, sub or e-mail address.</param>
    public async Task<IReadOnlyList<string>> GroupsOfAsync(string username, CancellationToken cancellationToken = default)
    {
        // The emulator finds a user by any of them here, but knows the members of a group by user name only.
        var user = await GetUserAsync(username, cancellationToken);
        var answer = await CallAsync("AdminListGroupsForUser", User(user.Username), cancellationToken);
        return [.. answer["Groups"]!.AsArray().Select(group => (string)group!["GroupName"]!)];
    }

    public Task CreateGroupAsync(string name, CancellationToken cancellationToken = default) =>
        CallAsync("CreateGroup", new() { ["UserPoolId"] = Id, ["GroupName"] = name }, cancellationToken);

    public Task DeleteGroupAsync(string name, CancellationToken cancellationToken = default) =>
        CallAsync("DeleteGroup", new() { ["UserPoolId"] = Id, ["GroupName"] = name }, cancellationToken);

    public Task DeleteUserAsync(string username, CancellationToken cancellationToken = default) =>
        CallAsync("AdminDeleteUser", User(username), cancellationToken);

    /// <inheritdoc cref="UserPoolApi.CallAsync"/>
    public Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken = default) =>
        api.CallAsync(operation, input, cancellationToken);

    public ValueTask DisposeAsync()
    {
        api.Dispose();
        return ValueTask.CompletedTask;
    }

    private JsonObject User(string username) => new() { ["UserPoolId"] = Id, ["Username"] = username };

    private static LocalPoolUser ToUser(JsonObject user, string attributes) =>
        new(
            (string)user["Username"]!,
            (string)user["UserStatus"]!,
            user[attributes]!.AsArray().ToDictionary(a => (string)a!["Name"]!, a => (string)a!["Value"]!));
}
