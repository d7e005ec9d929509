using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>What pool and table have of a sign-up at the end, and whether that keeps the promises.</summary>
internal sealed record FinalState(SignUpRun SignUp, bool IsMember, Dictionary<string, AttributeValue>? Record, IReadOnlyCollection<JsonNode> Taken)
{
    public static async Task<FinalState> ReadAsync(SignUpRun signUp, EmulatorFixture emulators, RecordedWrites recordedWrites) => new(
        signUp,
        (await emulators.UserPool.GroupsOfAsync(signUp.Name)).Contains(emulators.UserPool.GroupName),
        await emulators.FindRecordAsync(signUp.Sub),
        recordedWrites.For(signUp.Sub));

    public bool IsPending => Record?.ContainsKey("pending_group") == true;

    public bool AnySuccess => SignUp.Results.Any(result => !result.IsError);

    /// <summary>The broken promises.</summary>
    public IEnumerable<string> Problems()
    {
        if (SignUp.Results.Any(result => !result.IsError && !IsReset(result)) && Record is null)
            yield return "was answered with success and has no record";
        if (Record is not null && !IsPending && !IsMember)
            yield return "is not in the group, and the record has no pending_group";
        if (Taken.Count != (Record is null ? 0 : 1))
            yield return $"has a record that was written {Taken.Count} times";
        if (Record is not null && !JsonNode.DeepEquals(Expected(), JsonNode.Parse(DynamoDbJson.From(Record))))
            yield return $"has a record that was changed: {DynamoDbJson.From(Record)}";
        foreach (var result in SignUp.Results.Where(result => result.IsError))
        {
            if (result.ErrorMessage != ExpectedErrors.FromFunction(result) && result.ErrorMessage != ExpectedErrors.FromLambda(result))
                yield return $"saw the error {result.ErrorMessage}";
        }
    }

    /// <summary>The first write, and what the user changed since.</summary>
    private JsonNode? Expected()
    {
        var item = Taken.FirstOrDefault()?.DeepClone();
        if (item is not null && SignUp.Shopped)
            item["shopping_cart"]!["M"] = new JsonObject { ["apples"] = new JsonObject { ["N"] = "3" } };
        return item;
    }

    /// <summary>A password reset succeeds and writes nothing.</summary>
    private static bool IsReset(PostConfirmation.Local.InvocationResult result) =>
        (string?)JsonNode.Parse(result.Payload.Span)!["triggerSource"] == "PostConfirmation_ConfirmForgotPassword";
}
