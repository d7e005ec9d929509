using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>What an administrator does to users, without a trigger that would run.</summary>
internal static class PoolAdmin
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

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

    private static async Task<JsonNode> AdminAsync(this LocalUserPool pool, string operation, string name, JsonObject input)
    {
        (input["UserPoolId"], input["Username"]) = (pool.Id, name);
        using var request = new HttpRequestMessage(HttpMethod.Post, pool.Endpoint)
        {
            Content = new StringContent(input.ToJsonString(), new MediaTypeHeaderValue("application/x-amz-json-1.1")),
            Headers = { { "X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}" } },
        };
        using var response = await Http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{operation}: {answer}");
        return JsonNode.Parse(answer.Length == 0 ? "{}" : answer)!;
    }
}
