using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation;

/// <summary>
/// The <c>address</c> attribute, which is whatever the user typed, as a map from the type of address to the address.
/// No text fails, and none is dropped: what cannot be stored as JSON is stored as text.
/// </summary>
internal static class AddressBook
{
    private const string DefaultType = "default";
    private const int MaxDigits = 38;

    // DynamoDB nests at most 32 levels, of which `addresses` and the type of address take two.
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
    private static readonly JsonDocumentOptions AsDeepAsDynamoDb = new() { MaxDepth = 30 };

    public static Dictionary<string, AttributeValue> From(string? address)
    {
        if (string.IsNullOrEmpty(address))
            return [];

        return AsMap(address) is { } map
            ? new() { [TypeOf(map)] = new() { M = map } }
            : new() { [DefaultType] = new() { M = new() { ["formatted"] = new(address) } } };
    }

    private static string TypeOf(Dictionary<string, AttributeValue> address) =>
        address.GetValueOrDefault("address_type") is { S.Length: > 0 } type ? type.S : DefaultType;

    private static Dictionary<string, AttributeValue>? AsMap(string address)
    {
        try
        {
            using var json = JsonDocument.Parse(address, AsDeepAsDynamoDb);
            return ToAttribute(json.RootElement)?.M;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // not JSON, or JSON with an unpaired surrogate, which has no UTF-8
        }
    }

    /// <returns>Null for a value that DynamoDB would refuse, or might.</returns>
    private static AttributeValue? ToAttribute(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ToMap(value),
        JsonValueKind.Array => ToList(value),
        JsonValueKind.String => new(value.GetString()),
        JsonValueKind.Number => IsStorable(value.GetRawText()) ? new() { N = value.GetRawText() } : null,
        JsonValueKind.True or JsonValueKind.False => new() { BOOL = value.GetBoolean() },
        _ => new() { NULL = true },
    };

    private static AttributeValue? ToMap(JsonElement value)
    {
        var map = new Dictionary<string, AttributeValue>();
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name.Length == 0 || ToAttribute(member.Value) is not { } attribute || !map.TryAdd(member.Name, attribute))
                return null;
        }

        return new() { M = map };
    }

    private static AttributeValue? ToList(JsonElement value)
    {
        var list = new List<AttributeValue>();
        foreach (var element in value.EnumerateArray())
        {
            if (ToAttribute(element) is not { } attribute)
                return null;
            list.Add(attribute);
        }

        return new() { L = list };
    }

    /// <summary>
    /// DynamoDB's numbers have up to 38 digits, from 1E-130 to 9.99…E+125. A number without an exponent and of at most 38
    /// characters is always one of them; a house number needs no more.
    /// </summary>
    private static bool IsStorable(string number) => number.Length <= MaxDigits && !number.Contains('e', StringComparison.OrdinalIgnoreCase);
}
