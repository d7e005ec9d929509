using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>
/// The emulator's user pools, and what it leaves out of them: settings that it does not keep, and inputs that only Cognito
/// refuses. Like Cognito and the emulator, it forgets what an update does not give.
/// </summary>
internal sealed class WholeUserPool(Uri emulator) : FakeService
{
    private static readonly string[] LeftOut = ["DeletionProtection", "UserAttributeUpdateSettings", "UserPoolTier"];

    private readonly UserPoolApi api = new(emulator);
    private readonly Dictionary<string, JsonObject> more = [];
    private readonly Dictionary<string, string> stacks = [];

    /// <summary>A setting that the next updates lose.</summary>
    public string? Loses { get; set; }

    /// <summary>Makes a pool as a stack makes one, which leaves a tag that nobody else may set, and it stays.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(JsonObject settings, string stack)
    {
        var id = (string)(await ForwardAsync("CreateUserPool", settings))["UserPool"]!["Id"]!;
        (more[id], stacks[id]) = (MoreOf(settings), stack);
        return id;
    }

    public Task CreateGroupAsync(string pool, string name) =>
        ForwardAsync("CreateGroup", new() { ["UserPoolId"] = pool, ["GroupName"] = name });

    /// <summary>The pool as it is described to everybody.</summary>
    public async Task<JsonObject> DescribeAsync(string pool)
    {
        var description = (await ForwardAsync("DescribeUserPool", new() { ["UserPoolId"] = pool }))["UserPool"]!.DeepClone().AsObject();
        foreach (var (name, value) in more[pool])
            description[name] = value?.DeepClone();
        description["UserPoolTags"]!["aws:cloudformation:stack-name"] = stacks[pool];
        description["EstimatedNumberOfUsers"] = Random.Shared.Next(1000);
        description["AdminCreateUserConfig"]!["UnusedAccountValidityDays"] =
            (int)description["Policies"]!["PasswordPolicy"]!["TemporaryPasswordValidityDays"]!;
        return description;
    }

    protected override async Task<JsonNode?> AnswerAsync(HttpRequest request, JsonObject body)
    {
        var target = request.Headers["X-Amz-Target"].ToString();
        var action = target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..];
        Calls.Enqueue(action);
        if (action == "DescribeUserPool" && more.ContainsKey((string)body["UserPoolId"]!))
            return new JsonObject { ["UserPool"] = await DescribeAsync((string)body["UserPoolId"]!) };
        if (action == "UpdateUserPool")
        {
            Refuse(body);
            body.Remove(Loses ?? "");
            more[(string)body["UserPoolId"]!] = MoreOf(body);
        }

        return await ForwardAsync(action, body);
    }

    private static JsonObject MoreOf(JsonObject input) =>
        new(input.Where(setting => LeftOut.Contains(setting.Key)).Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone())));

    private static void Refuse(JsonObject input)
    {
        if (input["Policies"]?["PasswordPolicy"]?["TemporaryPasswordValidityDays"] is not null
            && input["AdminCreateUserConfig"]?["UnusedAccountValidityDays"] is not null)
        {
            throw Invalid("Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays");
        }

        if (input["UserPoolTags"]?.AsObject().Any(tag => tag.Key.StartsWith("aws:", StringComparison.Ordinal)) == true)
            throw Invalid("aws: prefixed tag key names are not allowed for external use.");
    }

    private static ServiceError Invalid(string message) => new(400, "InvalidParameterException", message);

    private async Task<JsonObject> ForwardAsync(string action, JsonObject body)
    {
        try
        {
            return await api.CallAsync(action, body);
        }
        catch (UserPoolException e)
        {
            throw new ServiceError(e.Status, e.Type, e.PoolMessage);
        }
    }
}
