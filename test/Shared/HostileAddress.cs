using FsCheck;
using FsCheck.Fluent;

namespace PostConfirmation.Tests.Shared;

/// <summary>The <c>address</c> attribute as an attacker would fill it, within the 2,048 characters that Cognito allows.</summary>
internal static class HostileAddress
{
    private const int MaxLength = 2048;

    private static readonly Gen<string?> Type = Gen.OneOf(
        Gen.Elements<string?>(null, "\"home\"", "\"\"", "7", "1e999", "null", "true", "{}", "[\"home\"]", "\"\\ud800\""),
        Hostile.Text.Select(text => (string?)Hostile.Quote(text)));

    public static Arbitrary<string> Any { get; } = Arb.From(
        Gen.OneOf(
                HostileJson.SoundObject(HostileJson.Sound),
                HostileJson.Object(HostileJson.Sound, Type),
                HostileJson.Object(HostileJson.Any, Type),
                HostileJson.Nested,
                Gen.Constant($"{{\"address_type\":\"{new string('x', 2000)}\"}}"),
                Hostile.TextWithHalves,
                Broken)
            .Where(address => address.Length is > 0 and <= MaxLength),
        Shrink);

    private static Gen<string> Broken =>
        from address in HostileJson.Object(HostileJson.Any, Type)
        from length in Gen.Choose(0, address.Length)
        select address[..length];

    /// <summary>Removes one piece, so that the test can find the shortest address that fails.</summary>
    private static IEnumerable<string> Shrink(string address)
    {
        for (var piece = address.Length / 2; piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= address.Length; at += piece)
                yield return address.Remove(at, piece);
        }
    }
}
