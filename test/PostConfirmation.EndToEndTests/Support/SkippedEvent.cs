using System.Text.Json.Nodes;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>An event that the function answers without asking a service for anything.</summary>
internal static class SkippedEvent
{
    private const string Sub = "00000000-aaaa-bbbb-cccc-000000000000";

    public static string Json { get; } = new JsonObject
    {
        ["userPoolId"] = "local",
        ["userName"] = "personal-visitor",
        ["triggerSource"] = "PostConfirmation_ConfirmForgotPassword",
        ["request"] = new JsonObject { ["userAttributes"] = new JsonObject { ["sub"] = Sub } },
        ["response"] = new JsonObject(),
    }.ToJsonString();

    public static bool IsAbout(string line) => line.Contains(Sub, StringComparison.Ordinal);
}
