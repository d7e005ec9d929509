using System.Globalization;

namespace PostConfirmation;

/// <summary>
/// Which JSON numbers DynamoDB stores: at most 38 significant digits, and 0 or a magnitude of 1E-130 up to 9.99…E+125.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html</remarks>
internal static class DynamoDbNumber
{
    public static bool CanHold(ReadOnlySpan<char> json)
    {
        var e = json.IndexOfAny('e', 'E');
        var mantissa = (e < 0 ? json : json[..e]).TrimStart('-');
        var exponent = 0;
        if (e >= 0 && !int.TryParse(json[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;

        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..];
        var digits = string.Concat(whole, fraction);

        var leadingZeros = digits.Length - digits.TrimStart('0').Length;
        var significant = digits.Trim('0').Length;
        var magnitude = (long)exponent + whole.Length - leadingZeros - 1;
        return significant == 0 || (significant <= 38 && magnitude is >= -130 and <= 125);
    }
}
