namespace PostConfirmation.Tests;

public sealed class UserRecordTests
{
    [Fact]
    public void Holds_the_user_an_empty_cart_and_the_creation_date_in_UTC() =>
        Assert.Equal(
            """{"PK":{"S":"USER#f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8"},"SK":{"S":"USER#f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8"},"addresses":{"M":{}},"date_created":{"S":"2026-11-21T20:16:05.123Z"},"email":{"S":"maria@example.com"},"shopping_cart":{"M":{}},"sub":{"S":"f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8"},"username":{"S":"maria"}}""",
            DynamoDbJson.From(UserRecord.From(Some.User(), Some.Now.ToOffset(TimeSpan.FromHours(1)), pendingGroup: null)));

    [Fact]
    public void Holds_the_address_under_its_type() =>
        Assert.Equal(
            """{"work":{"M":{"address_type":{"S":"work"}}}}""",
            DynamoDbJson.From(UserRecord.From(Some.User(("address", """{"address_type":"work"}""")), Some.Now, null)["addresses"].M));

    [Fact]
    public void Has_pending_group_only_when_the_group_is_pending()
    {
        Assert.Equal("customers", UserRecord.From(Some.User(), Some.Now, pendingGroup: "customers")["pending_group"].S);
        Assert.DoesNotContain("pending_group", UserRecord.From(Some.User(), Some.Now, pendingGroup: null).Keys);
    }

    [Fact]
    public void Has_no_email_where_the_user_has_none()
    {
        Assert.DoesNotContain("email", UserRecord.From(Some.User(("email", "")), Some.Now, null).Keys);
        Assert.DoesNotContain("email", UserRecord.From(Some.User() with { Attributes = new Dictionary<string, string>() }, Some.Now, null).Keys);
    }
}
