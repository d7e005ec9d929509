using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Tests.Shared;

/// <summary>Whether everything that a user typed was stored.</summary>
internal static class KeptAddress
{
    public static void Assert(string typed, Dictionary<string, AttributeValue> addresses)
    {
        var (type, stored) = Xunit.Assert.Single(addresses);
        if (type == "default" && stored.M.Count == 1 && stored.M.GetValueOrDefault("formatted") is { S: { } text } && text == typed)
            return;

        using var json = JsonDocument.Parse(typed);
        Xunit.Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        Xunit.Assert.Equal(TypeOf(json.RootElement), type);
        AssertKept(json.RootElement, stored);
    }

    private static string TypeOf(JsonElement address) =>
        address.TryGetProperty("address_type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is { Length: > 0 } name
            ? name
            : "default";

    private static void AssertKept(JsonElement typed, AttributeValue stored)
    {
        switch (typed.ValueKind)
        {
            case JsonValueKind.Object:
                var members = typed.EnumerateObject().ToArray();
                Xunit.Assert.Equal(members.Length, stored.M.Count);
                foreach (var member in members)
                    AssertKept(member.Value, stored.M[member.Name]);
                break;
            case JsonValueKind.Array:
                Xunit.Assert.Equal(typed.GetArrayLength(), stored.L.Count);
                foreach (var (element, value) in typed.EnumerateArray().Zip(stored.L))
                    AssertKept(element, value);
                break;
            case JsonValueKind.String:
                Xunit.Assert.Equal(typed.GetString(), stored.S);
                break;
            case JsonValueKind.Number:
                Xunit.Assert.Equal(Exact(typed.GetRawText()), Exact(stored.N));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Xunit.Assert.Equal(typed.GetBoolean(), stored.BOOL);
                break;
            default:
                Xunit.Assert.True(stored.NULL);
                break;
        }
    }

    /// <summary>The number as digits and a power of ten, the same for 1.0, 1 and 10e-1, because the service may write them in another way.</summary>
    private static (BigInteger Digits, int Exponent) Exact(string number)
    {
        var parts = number.Split('e', 'E');
        var exponent = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
            exponent -= parts[0].Length - point - 1;
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        if (digits.IsZero)
            return (digits, 0);
        for (; digits % 10 == 0; exponent++)
            digits /= 10;
        return (digits, exponent);
    }
}
