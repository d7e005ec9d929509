using System.Text;

namespace PostConfirmation;

/// <summary>Removes what must not be shown from text of other programs, such as an exception's message.</summary>
internal static class Redaction
{
    private const string Hidden = "***";

    /// <summary>
    /// Hides what stands before each <c>@</c>: the name and the password in the address of a proxy or an endpoint
    /// (<c>http://name:password@host</c>, with or without the scheme), and the name in an e-mail address.
    /// </summary>
    public static string WithoutUserInfo(string text)
    {
        var kept = new StringBuilder(text.Length);
        var from = 0;
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', from))
        {
            kept.Append(text.AsSpan(from, UserInfoStart(text.AsSpan(from, at - from)))).Append(Hidden).Append('@');
            from = at + 1;
        }

        return kept.Append(text.AsSpan(from)).ToString();
    }

    /// <summary>After the slashes of the scheme, where a password may hold a space; else where the word begins.</summary>
    private static int UserInfoStart(ReadOnlySpan<char> text)
    {
        var slash = text.LastIndexOf('/');
        if (slash > 0 && text[slash - 1] == '/')
            return slash + 1;

        var start = text.Length;
        while (start - 1 != slash && !char.IsWhiteSpace(text[start - 1])) // without any slash it ends at 0
            start--;
        return start;
    }
}
