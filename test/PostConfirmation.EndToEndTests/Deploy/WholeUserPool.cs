using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>
/// The emulator's user pools, with what the emulator lacks: settings that it does not keep, even ones that are newer than any
/// model, and inputs that only Cognito refuses. Like Cognito and the emulator, it resets what an update does not
/// give.
/// </summary>
internal sealed class WholeUserPool(Uri emulator) : FakeService
{
    private static readonly string[] LeftOut =
        ["DeletionProtection", "UserAttributeUpdateSettings", "UserPoolTier", "IssuerConfiguration", "KeyConfiguration", "Tomorrow"];

    /// <summary>What a description has and no update takes, some of it not in the emulator.</summary>
    private static readonly string[] ReadOnly =
        ["AliasAttributes", "Arn", "CreationDate", "CustomDomain", "Domain", "EmailConfigurationFailure", "EstimatedNumberOfUsers", "Id",
            "LastModifiedDate", "Name", "SchemaAttributes", "SmsConfigurationFailure", "Status", "UsernameAttributes", "UsernameConfiguration"];

    private readonly UserPoolApi api = new(emulator);
    private readonly Dictionary<string, JsonObject> more = [];
    private readonly Dictionary<string, string> stacks = [];

    /// <summary>Settings that the next updates lose.</summary>
    public string[] Loses { get; set; } = [];

    /// <summary>What a colleague changes once the pool was described.</summary>
    public JsonObject? SetMeanwhile { get; set; }

    /// <summary>What a colleague changes of <see cref="Mfa"/>, after it was read once more.</summary>
    public JsonObject? SetMfaMeanwhile { get; set; }

    /// <summary>The error that the next updates get instead of an answer.</summary>
    public ServiceError? Error { get; set; }

    /// <summary>Whether the error comes after the update.</summary>
    public bool LosesAnswer { get; set; }

    /// <summary>What <c>GetUserPoolMfaConfig</c> says of every pool.</summary>
    public JsonObject Mfa { get; } = new()
    {
        ["MfaConfiguration"] = "OPTIONAL",
        ["SoftwareTokenMfaConfiguration"] = new JsonObject { ["Enabled"] = true },
        ["TomorrowsMfaConfiguration"] = new JsonObject { ["Factor"] = "FACE" },
    };

    /// <summary>Makes a pool as CloudFormation does, with a tag that nobody else may set.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(JsonObject settings, string stack)
    {
        var id = (string)(await ForwardAsync("CreateUserPool", settings))["UserPool"]!["Id"]!;
        (more[id], stacks[id]) = (MoreOf(settings), stack);
        return id;
    }

    public Task CreateGroupAsync(string pool, string name) =>
        ForwardAsync("CreateGroup", new() { ["UserPoolId"] = pool, ["GroupName"] = name });

    /// <summary>The pool as DescribeUserPool returns it.</summary>
    public async Task<JsonObject> DescribeAsync(string pool)
    {
        var description = (await ForwardAsync("DescribeUserPool", new() { ["UserPoolId"] = pool }))["UserPool"]!.DeepClone().AsObject();
        foreach (var (name, value) in more[pool])
            description[name] = value?.DeepClone();
        foreach (var name in ReadOnly.Where(name => !description.ContainsKey(name)))
            description[name] = "read-only";
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
        switch (action, (string?)body["UserPoolId"] ?? "")
        {
            case ("DescribeUserPool", var id) when more.ContainsKey(id):
                var description = await DescribeAsync(id);
                Change(more[id], SetMeanwhile);
                SetMeanwhile = null;
                return new JsonObject { ["UserPool"] = description };
            case ("GetUserPoolMfaConfig", _):
                var mfa = Mfa.DeepClone();
                Change(Mfa, SetMfaMeanwhile);
                SetMfaMeanwhile = null;
                return mfa;
            case ("UpdateUserPool", var id):
                return await UpdateAsync(id, body);
            default:
                return await ForwardAsync(action, body);
        }
    }

    private async Task<JsonObject> UpdateAsync(string id, JsonObject body)
    {
        if (Error is not null && !LosesAnswer)
            throw Error;
        Refuse(body);
        foreach (var setting in Loses)
        {
            body.Remove(setting);
            Mfa.Remove(setting);
        }

        more[id] = MoreOf(body);
        var answer = await ForwardAsync("UpdateUserPool", body);
        return Error is null ? answer : throw Error;
    }

    private static void Change(JsonObject settings, JsonObject? changes)
    {
        foreach (var (name, value) in changes ?? [])
            settings[name] = value?.DeepClone();
    }

    private static JsonObject MoreOf(JsonObject input) =>
        new(input.Where(setting => LeftOut.Contains(setting.Key)).Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone())));

    private static void Refuse(JsonObject input)
    {
        if (input.FirstOrDefault(setting => ReadOnly.Contains(setting.Key)).Key is { } name)
            throw Invalid($"Unknown parameter in input: {name}");

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
