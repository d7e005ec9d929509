namespace PostConfirmation.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Reads_table_and_group_and_leaves_unverified_users_out_by_default() =>
        Assert.Equal(
            new Settings("users", "customers", AllowUnverifiedUsers: false),
            Read(("APP_TABLE_NAME", "users"), ("APP_GROUP_NAME", "customers")));

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void Unverified_users_are_allowed_by_true_alone(string value, bool allowed) =>
        Assert.Equal(
            allowed,
            Read(("APP_TABLE_NAME", "users"), ("APP_GROUP_NAME", "g"), ("ALLOW_UNVERIFIED_USERS", value)).AllowUnverifiedUsers);

    [Theory]
    [InlineData("a-b_c.D9")]
    [InlineData("arn:aws:dynamodb:eu-central-1:123456789012:table/users")]
    public void A_table_may_be_given_by_name_or_ARN(string table) =>
        Assert.Equal(table, Read(("APP_TABLE_NAME", table), ("APP_GROUP_NAME", "g")).TableName);

    [Fact]
    public void Every_problem_is_in_one_sentence_that_names_the_variables()
    {
        var e = Assert.Throws<InvalidSettingsException>(() => Read(("ALLOW_UNVERIFIED_USERS", "yes")));

        Assert.Equal(
            "The function cannot start: APP_TABLE_NAME is not set (the name of the DynamoDB table); " +
            "APP_GROUP_NAME is not set (the name of the Cognito group); " +
            "ALLOW_UNVERIFIED_USERS is neither 'true' nor 'false'.",
            e.Message);
    }

    [Fact]
    public void What_is_wrong_with_other_variables_is_in_the_same_sentence()
    {
        var e = Assert.Throws<InvalidSettingsException>(() => Settings.Read(_ => "users", ["RATE is not a number", "POOL is not set"]));

        Assert.Equal(
            "The function cannot start: ALLOW_UNVERIFIED_USERS is neither 'true' nor 'false'; RATE is not a number; POOL is not set.", e.Message);
    }

    [Theory]
    [InlineData("two words", "g", "APP_TABLE_NAME is not a table name (letters, digits, '_', '-' and '.')")]
    [InlineData("users", "two words", "APP_GROUP_NAME holds white space (a group name has none)")]
    [InlineData("users", "line\nbreak", "APP_GROUP_NAME holds white space (a group name has none)")]
    [InlineData("users", "bell\a", "APP_GROUP_NAME holds white space (a group name has none)")]
    public void A_malformed_value_is_named_with_what_would_be_right(string table, string group, string problem)
    {
        var e = Assert.Throws<InvalidSettingsException>(() => Read(("APP_TABLE_NAME", table), ("APP_GROUP_NAME", group)));

        Assert.Equal($"The function cannot start: {problem}.", e.Message);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_table_name_has_3_to_255_characters(int length, bool isValid)
    {
        var problem = Record.Exception(() => Read(("APP_TABLE_NAME", new string('t', length)), ("APP_GROUP_NAME", "g")))?.Message;

        Assert.Equal(isValid ? null : $"The function cannot start: APP_TABLE_NAME has {length} characters (a table name has 3 to 255).", problem);
    }

    [Fact]
    public void A_group_name_has_at_most_128_characters()
    {
        Assert.Equal(128, Read(("APP_TABLE_NAME", "users"), ("APP_GROUP_NAME", new string('g', 128))).GroupName.Length);

        var e = Assert.Throws<InvalidSettingsException>(
            () => Read(("APP_TABLE_NAME", "users"), ("APP_GROUP_NAME", new string('g', 129))));
        Assert.Equal("The function cannot start: APP_GROUP_NAME has 129 characters (a group name has at most 128).", e.Message);
    }

    private static Settings Read(params (string Name, string Value)[] environment) =>
        Settings.Read(environment.ToDictionary(v => v.Name, v => v.Value).GetValueOrDefault!);
}
