using FsCheck;
using FsCheck.Fluent;

namespace PostConfirmation.Tests.Shared;

/// <summary>Texts and numbers that nobody types by accident.</summary>
internal static class Hostile
{
    private static readonly string[] Pieces =
    [
        "a", " ", "\0", "\n", "\r\n", "\t", "\"", "\\", "{", "}", "[", ":", ",", "\u202E", "\u200F", "\u2028", "\uFEFF", "\uFFFF", "\u001b[31m",
        "\uD83D\uDE00", "\\ud800", "\\u0000", "é", "personal", "$(id)", "'; DROP TABLE users; --", "{outcome}", "{0}",
        "{\"outcome\":\"provisioned\"}", "\n{\"outcome\":\"provisioned\",\"sub\":\"forged\"}\n",
    ];

    /// <summary>Text that can be written in UTF-8.</summary>
    public static Gen<string> Text { get; } = Gen.ListOf(Gen.Elements(Pieces)).Resize(6).Select(string.Concat);

    /// <summary>Text that may contain half a character.</summary>
    public static Gen<string> TextWithHalves { get; } =
        Gen.ListOf(Gen.Elements([.. Pieces, "\uD83D", "\uDE00"])).Resize(12).Select(string.Concat);

    /// <summary>JSON numbers that DynamoDB stores.</summary>
    public static Gen<string> Number { get; } = Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(n => n.ToString()),
        Gen.Elements("-0", "0e9999", "0.10", "1E+125", "-9.9e125", "1e-130", "100e-2", "1.0"),
        Gen.Choose(30, 38).SelectMany(Digits),
        Gen.Choose(30, 38).SelectMany(Digits).Select(digits => "0." + digits),
        Gen.Choose(1, 120).Select(zeros => "7" + new string('0', zeros)),
        Gen.Choose(1, 120).Select(zeros => "0." + new string('0', zeros) + "7"));

    /// <summary>JSON numbers that DynamoDB may refuse.</summary>
    public static Gen<string> AnyNumber { get; } = Gen.OneOf(
        Number,
        Gen.Elements("1e999", "-1e999", "1e-999", "1e126", "1e-131", "1e99999999999999999999"),
        Gen.Choose(37, 42).SelectMany(Digits),
        Gen.Choose(120, 140).Select(zeros => "7" + new string('0', zeros)));

    /// <summary>As JSON with every UTF-16 unit escaped, so that even half a character can be sent.</summary>
    public static string Quote(string text) => $"\"{string.Concat(text.Select(c => $"\\u{(int)c:x4}"))}\"";

    private static Gen<string> Digits(int count) =>
        from first in Gen.Choose(1, 9)
        from rest in Gen.ArrayOf(Gen.Choose(0, 9), count - 1)
        select string.Concat(rest.Prepend(first));
}
