namespace PostConfirmation.Tests;

public sealed class AddressBookTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_address_is_an_empty_map(string? address) => Assert.Empty(AddressBook.From(address));

    [Fact]
    public void A_JSON_object_becomes_a_map_under_its_type() =>
        AssertStored(
            """{"address_type":"home","street_address":"Lindenallee 7","floor":3,"gate":null,"lift":true,"names":["M. Roth"]}""",
            """{"home":{"M":{"address_type":{"S":"home"},"floor":{"N":"3"},"gate":{"NULL":true},"lift":{"BOOL":true},"names":{"L":[{"S":"M. Roth"}]},"street_address":{"S":"Lindenallee 7"}}}}""");

    [Theory]
    [InlineData("""{"locality":"Köln"}""", """{"default":{"M":{"locality":{"S":"Köln"}}}}""")]
    [InlineData("""{"address_type":""}""", """{"default":{"M":{"address_type":{"S":""}}}}""")]
    [InlineData("""{"address_type":7}""", """{"default":{"M":{"address_type":{"N":"7"}}}}""")]
    [InlineData("""{"address_type":null}""", """{"default":{"M":{"address_type":{"NULL":true}}}}""")]
    [InlineData("{}", """{"default":{"M":{}}}""")]
    public void An_object_without_a_type_becomes_the_default_address(string address, string stored) => AssertStored(address, stored);

    [Theory]
    [InlineData("Lindenallee 7, 50667 Köln")]
    [InlineData("[\"Lindenallee 7\"]")]
    [InlineData("\"Lindenallee 7\"")]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData(" ")]
    [InlineData("{\"street_address\":\"Lindenallee")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"\":\"empty name\"}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}")]
    [InlineData("{\"a\":1e999}")]
    [InlineData("{\"a\":1E-131}")]
    [InlineData("{\"a\":1e99999999999999999999}")]
    [InlineData("{\"a\":123456789012345678901234567890123456789}")]
    [InlineData("{\"a\":0.0000000000000000000000000000000000001}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public void What_DynamoDB_would_refuse_and_what_is_not_an_object_is_kept_as_text(string address)
    {
        var kept = Assert.Single(AddressBook.From(address));

        Assert.Equal("default", kept.Key);
        var formatted = Assert.Single(kept.Value.M);
        Assert.Equal("formatted", formatted.Key);
        Assert.Equal(address, formatted.Value.S);
    }

    [Fact]
    public void Half_a_character_does_not_fail() // not a case above: an attribute cannot hold one
    {
        var address = "{\"a\":\"" + '\ud800' + "\"}";

        Assert.Equal(address, AddressBook.From(address)["default"].M["formatted"].S);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0.0")]
    [InlineData("12345678901234567890123456789012345678")]
    [InlineData("-1234567890123456789012345678901234567")]
    [InlineData("0.000000000000000000000000000000000001")]
    public void A_number_that_DynamoDB_is_sure_to_hold_is_stored_as_one(string number) =>
        Assert.Equal(number, AddressBook.From($$"""{"n":{{number}}}""")["default"].M["n"].N);

    [Fact]
    public void Nesting_is_stored_as_deep_as_DynamoDB_goes_and_no_deeper()
    {
        Assert.Equal(["a"], AddressBook.From(Nested(30))["default"].M.Keys);
        Assert.Equal(["formatted"], AddressBook.From(Nested(31))["default"].M.Keys);

        static string Nested(int depth) =>
            string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
    }

    private static void AssertStored(string address, string expected) =>
        Assert.Equal(expected, DynamoDbJson.From(AddressBook.From(address)));
}
