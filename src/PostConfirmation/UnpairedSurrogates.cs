using System.Globalization;
using System.Text;

namespace PostConfirmation;

/// <summary>
/// Half a character (<c>\ud800</c>) is legal in JSON but has no UTF-8, so that .NET refuses to read it and DynamoDB to
/// store it. A user may have typed one all the same.
/// </summary>
internal static class UnpairedSurrogates
{
    private const int EscapeLength = 6;

    /// <returns>The JSON with U+FFFD in their place, as in any other text.</returns>
    public static byte[] Replaced(ReadOnlySpan<byte> utf8Json)
    {
        // No escape ends or begins here but within a string: the only place where JSON has a backslash.
        var json = Encoding.UTF8.GetString(utf8Json).ToCharArray();
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
                continue;

            var unit = UnitAt(json, i);
            if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(UnitAt(json, i + EscapeLength)))
                i += (2 * EscapeLength) - 1;
            else if (char.IsSurrogate(unit))
                "FFFD".CopyTo(json.AsSpan(i + 2));
            else
                i++; // the character that is escaped
        }

        return Encoding.UTF8.GetBytes(json);
    }

    /// <returns>The UTF-16 unit that <c>\uXXXX</c> at <paramref name="i"/> stands for, or 0 where there is none.</returns>
    private static char UnitAt(ReadOnlySpan<char> json, int i) =>
        i + EscapeLength <= json.Length && json[i] == '\\' && json[i + 1] == 'u'
        && ushort.TryParse(json.Slice(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : '\0';
}
