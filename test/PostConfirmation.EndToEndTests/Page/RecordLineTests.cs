using Amazon.DynamoDBv2.Model;
using PostConfirmation.Local.Page;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>How the page shows a record.</summary>
public sealed class RecordLineTests
{
    [Fact]
    public void A_record_is_shown_line_by_line_with_its_keys_first()
    {
        Assert.Equal(
            [
                new("/PK", 0, "PK", "\"USER#1\""),
                new("/addresses", 0, "addresses", null),
                new("/addresses/home", 1, "home", null),
                new("/addresses/home/rooms", 2, "rooms", null),
                new("/addresses/home/rooms/0", 3, "0", "true"),
                new("/addresses/home/rooms/1", 3, "1", "null"),
                new("/shopping_cart", 0, "shopping_cart", "{}"),
                new("/a", 0, "a", "[]"),
            ],
            RecordLine.Of(new()
            {
                ["a"] = new() { L = [], IsLSet = true },
                ["shopping_cart"] = new() { M = [], IsMSet = true },
                ["addresses"] = Map("home", Map("rooms", new() { L = [new() { BOOL = true }, new() { NULL = true }] })),
                ["PK"] = new("USER#1"),
            }));
    }

    [Fact]
    public void A_number_keeps_all_its_digits()
    {
        var digits = new string('7', 38);
        Assert.Equal(digits, Assert.Single(RecordLine.Of(new() { ["n"] = new() { N = digits } })).Value);
    }

    [Fact]
    public void Names_with_slashes_are_not_taken_for_one_another()
    {
        var lines = RecordLine.Of(new() { ["a"] = Map("b/c", Map("d", new("1"))), ["a/b"] = Map("c", Map("d", new("2"))) });
        Assert.Equal(lines.Count, lines.Select(line => line.Path).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Text_is_shown_as_it_is_except_for_invisible_characters()
    {
        Assert.Equal("\"Köln's <b> \\u0000\\n\"", Assert.Single(RecordLine.Of(new() { ["t"] = new("Köln's <b> \0\n") })).Value);
    }

    private static AttributeValue Map(string name, AttributeValue value) => new() { M = new() { [name] = value } };
}
