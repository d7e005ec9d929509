using FsCheck;
using FsCheck.Fluent;

namespace PostConfirmation.Tests.Shared;

/// <summary>JSON that is hard to store, and JSON that cannot be stored.</summary>
internal static class HostileJson
{
    private static readonly string[] Names =
        ["street_address", "locality", "region", "postal_code", "country", "formatted", "a", "PK", "M", "S", "constructor", "\\u202E", "\\u0000", "{0}"];

    /// <summary>Objects, arrays and values that DynamoDB stores.</summary>
    public static Gen<string> Sound { get; } = Levels(Gen.OneOf(Hostile.Number, Hostile.Text.Select(Hostile.Quote), Word), SoundObject);

    /// <summary>Any JSON value; DynamoDB refuses most of them.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf(
        Levels(Gen.OneOf(Hostile.AnyNumber, Hostile.TextWithHalves.Select(Hostile.Quote), Word), value => Object(value, MaybeType)),
        Nested);

    /// <summary>A value in up to 70 arrays and objects.</summary>
    public static Gen<string> Nested =>
        from depth in Gen.Choose(1, 70)
        from arrays in Gen.ArrayOf(Gen.Elements(true, false), depth)
        from leaf in Hostile.Number
        select arrays.Aggregate(leaf, (inner, array) => array ? $"[{inner}]" : $"{{\"a\":{inner}}}");

    private static Gen<string> Word => Gen.Elements("true", "false", "null", "{}", "[]");

    private static Gen<string?> MaybeType => Gen.Elements<string?>(null, "\"home\"", "7");

    /// <summary>Names that differ.</summary>
    public static Gen<string> SoundObject(Gen<string> value) =>
        from names in Gen.SubListOf(Names)
        from values in Gen.ListOf(value, names.Count)
        select $"{{{string.Join(',', names.Zip(values, (name, v) => $"\"{name}\":{v}"))}}}";

    /// <summary>Names that are empty, repeated or half a character.</summary>
    /// <param name="addressType">The JSON of a member <c>address_type</c>, or null for none.</param>
    public static Gen<string> Object(Gen<string> value, Gen<string?> addressType)
    {
        var name = Gen.Elements([.. Names, "", "a", "\\u0061", "\\ud800"]);
        var members = Gen.ListOf(name.SelectMany(n => value.Select(v => $"\"{n}\":{v}"))).Resize(4);
        return
            from type in addressType
            from some in members
            from all in Gen.Shuffle(type is null ? some : some.Append($"\"address_type\":{type}"))
            select $"{{{string.Join(',', all)}}}";
    }

    private static Gen<string> Levels(Gen<string> leaf, Func<Gen<string>, Gen<string>> objectOf)
    {
        var level = leaf;
        for (var depth = 0; depth < 3; depth++)
        {
            var inner = level;
            level = Gen.OneOf(leaf, objectOf(inner), Gen.ListOf(inner).Resize(3).Select(elements => $"[{string.Join(',', elements)}]"));
        }

        return level;
    }
}
