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
            var before = text.AsSpan(from, at - from);
            var start = AddressStart(before);
            if (start < 0)
            {
                start = UserInfoStart(before);
            }
            else
            {
                var next = text.IndexOf(SchemeEnd, at, StringComparison.Ordinal);
                at = text.LastIndexOf('@', (next < 0 ? text.Length : next) - 1);
            }

            kept.Append(before[..start]).Append(Hidden).Append('@');
            from = at + 1;
        }

        return kept.Append(text.AsSpan(from)).ToString();
    }

    /// <summary>
    /// After the scheme of the last address, or -1 for none. A scheme begins a word or what is quoted, unlike that in a password
    /// (<c>http://name:pass://word@host</c>).
    /// </summary>
    private static int AddressStart(ReadOnlySpan<char> text)
    {
        var start = -1;
        for (var end = text.LastIndexOf(SchemeEnd); end >= 0; end = text[..end].LastIndexOf(SchemeEnd))
        {
            start = end + SchemeEnd.Length;
            var scheme = end;
            while (scheme > 0 && char.IsAsciiLetterOrDigit(text[scheme - 1]))
                scheme--;
            if (scheme == 0 || char.IsWhiteSpace(text[scheme - 1]) || text[scheme - 1] is '\'' or '"' or '(')
                break;
        }

        return start;
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
