using System.Text.Json;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>A member that is missing or a JSON null is null.</summary>
internal static class JsonAnswers
{
    public static JsonElement? MemberOrNull(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    public static List<T>? ListOrNull<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.MemberOrNull(name) is { } list ? [.. list.EnumerateArray().Select(read)] : null;

    /// <summary>Timestamps are numbers, seconds since 1970, often with a fraction, of which milliseconds are kept.</summary>
    public static DateTime GetEpochSeconds(this JsonElement number) =>
        DateTime.UnixEpoch.AddMilliseconds((double)decimal.Round(number.GetDecimal() * 1000));
}
