using System.Text;

namespace PostConfirmation;

/// <summary>Removes what must not be shown from text of other programs, such as an exception's message.</summary>
internal static class Redaction
{
    private const string Hidden = "***";
    private const string SchemeEnd = "://";

    /// <summary>
    /// Hides what stands before each <c>@</c>: the name and the password in the address of a proxy or an endpoint
    /// (<c>http://name:password@host</c>, with or without the scheme), and the name in an e-mail address. Rather hides too much
    /// than too little, because a password may hold any character.
    /// </summary>
    public static string WithoutUserInfo(string text)
    {
        var kept = new StringBuilder(text.Length);
        var from = 0;
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', from))
        {
            var start = text.IndexOf(SchemeEnd, from, at - from, StringComparison.Ordinal);
            if (start < 0)
            {
                start = from + UserInfoStart(text.AsSpan(from, at - from));
            }
            else
            {
                start += SchemeEnd.Length;
                var next = text.IndexOf(SchemeEnd, at, StringComparison.Ordinal);
                at = text.LastIndexOf('@', (next < 0 ? text.Length : next) - 1);
            }

            kept.Append(text.AsSpan(from, start - from)).Append(Hidden).Append('@');
            from = at + 1;
        }

        return kept.Append(text.AsSpan(from)).ToString();
    }

    /// <summary>
    /// Without a scheme: the last word with a colon in it (<c>name:pass word@host</c>), else what follows the last slash or space.
    /// </summary>
    private static int UserInfoStart(ReadOnlySpan<char> text)
    {
        for (var end = text.Length; end >= 0;)
        {
            var start = end;
            while (start > 0 && !char.IsWhiteSpace(text[start - 1]))
                start--;
            var word = text[start..end];
            if (word.TrimEnd(':').Contains(':') && !word.StartsWith("arn:"))
                return start;
            end = start - 1;
        }

        var last = text.Length;
        while (last > 0 && text[last - 1] != '/' && !char.IsWhiteSpace(text[last - 1]))
            last--;
        return last;
    }
}
