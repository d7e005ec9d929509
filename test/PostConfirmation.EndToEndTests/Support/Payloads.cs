using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Events for a process that is to be called thousands of times.</summary>
internal static class Payloads
{
    /// <summary>Lambda's maximum.</summary>
    private const int MaxBytes = 6 * 1024 * 1024;

    public static byte[] Good { get; } = Event();

    /// <summary>Is skipped without a call of a service, so no time limit applies.</summary>
    public static byte[] Skipped { get; } = Event(triggerSource: "PostConfirmation_ConfirmForgotPassword");

    /// <summary>Each fails in another place: while reading, because of a value, at a service.</summary>
    public static IReadOnlyList<byte[]> Bad { get; } =
        [Good[..^20], Event(attributes: new() { ["email"] = "personal@example.com" }), Event(userName: FastServices.Gone), "[]"u8.ToArray()];

    public static byte[] OfSixMegabytes { get; } = Filled("x");

    /// <summary>Is skipped; the answer has each as <c>\uD83D\uDE00</c>, and so is larger than Lambda allows.</summary>
    public static byte[] OfSixMegabytesThatGrow { get; } = Filled("😀", "PostConfirmation_ConfirmForgotPassword");

    public static byte[] OfManyAttributes { get; } = Event(
        attributes: new(Enumerable.Range(0, 100_000).Select(i => KeyValuePair.Create<string, JsonNode?>($"custom:{i}", "personal")).Prepend(Sub)));

    private static KeyValuePair<string, JsonNode?> Sub => KeyValuePair.Create<string, JsonNode?>("sub", "f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8");

    private static byte[] Filled(string with, string triggerSource = "PostConfirmation_ConfirmSignUp")
    {
        var room = MaxBytes - Event(metadata: "", triggerSource: triggerSource).Length;
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Event(metadata: "FILL", triggerSource: triggerSource)).Replace(
            "FILL", string.Concat(Enumerable.Repeat(with, room / Encoding.UTF8.GetByteCount(with))), StringComparison.Ordinal));
    }

    private static byte[] Event(JsonObject? attributes = null, string userName = "personal", string? metadata = null, string triggerSource = "PostConfirmation_ConfirmSignUp")
    {
        attributes ??= new([Sub]);
        attributes["cognito:user_status"] = "CONFIRMED";
        var json = new JsonObject
        {
            ["version"] = "1",
            ["userPoolId"] = "us-east-1_EXAMPLE01",
            ["userName"] = userName,
            ["triggerSource"] = triggerSource,
            ["request"] = new JsonObject { ["userAttributes"] = attributes },
            ["response"] = new JsonObject(),
        };
        if (metadata is not null)
            json["request"]!["clientMetadata"] = new JsonObject { ["personal"] = metadata };
        return Encoding.UTF8.GetBytes(json.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
