using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>A problem with pool, group or table is reported in one sentence, before anything is changed.</summary>
public sealed class PreflightTests
{
    [Theory]
    [InlineData("ListUsers", "There is no user pool eu-central-1_EXAMPLE01 in this region and account: ResourceNotFoundException: Group not found (request aws-4)")]
    [InlineData("GetGroup", "The user pool eu-central-1_EXAMPLE01 has no group customers: ResourceNotFoundException: Group not found (request aws-4)")]
    [InlineData("DescribeTable", "There is no table users in this region and account: ResourceNotFoundException: Group not found (request aws-4)")]
    public void Missing_resources_are_found_before_anything_is_done(string operation, string sentence)
    {
        var repair = new ReconcileHarness { Answers = { [operation] = Answers.Fails(Errors.GroupNotFound) } }.With(SomeUser.With());

        Assert.Equal(sentence, Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
        Assert.Empty(repair.Calls);
    }

    [Fact]
    public void A_name_that_the_service_does_not_understand_is_not_repeated()
    {
        var repair = new ReconcileHarness { Answers = { ["ListUsers"] = Answers.Fails(Errors.InvalidParameter) } };

        Assert.Equal(
            "ListUsers failed: InvalidParameterException (request aws-8)",
            Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
    }

    [Theory]
    [InlineData("id", "S", null, null, "The table users has the keys id (S), not PK and SK, both strings")]
    [InlineData("PK", "S", null, null, "The table users has the keys PK (S), not PK and SK, both strings")]
    [InlineData("PK", "N", "SK", "S", "The table users has the keys PK (N), SK (S), not PK and SK, both strings")]
    [InlineData("SK", "S", "PK", "S", "The table users has the keys SK (S), PK (S), not PK and SK, both strings")]
    public void A_table_with_other_keys_is_not_touched(string hash, string hashType, string? range, string? rangeType, string sentence)
    {
        var repair = new ReconcileHarness().With(SomeUser.With());
        repair.Table.KeySchema = [new(hash, KeyType.HASH)];
        repair.Table.AttributeDefinitions = [new(hash, ScalarAttributeType.FindValue(hashType))];
        if (range is not null)
        {
            repair.Table.KeySchema.Add(new(range, KeyType.RANGE));
            repair.Table.AttributeDefinitions.Add(new(range, ScalarAttributeType.FindValue(rangeType!)));
        }

        Assert.Equal(sentence, Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
        Assert.Empty(repair.Calls);
    }

    [Fact]
    public void A_run_does_not_need_the_size_of_the_pool()
    {
        foreach (var trouble in (Exception[])[Errors.AccessDenied, Errors.InvalidParameter, Errors.Unavailable])
        {
            var repair = new ReconcileHarness { Answers = { ["DescribeUserPool"] = Answers.Fails(trouble) } }.With(SomeUser.With());

            Assert.Equal(1, repair.Run()[UserOutcome.Provisioned]);
        }
    }

    [Fact]
    public void Without_credentials_nothing_is_sent_and_the_run_says_so()
    {
        var repair = new ReconcileHarness { Answers = { ["ListUsers"] = Answers.Fails(new AmazonClientException("no credentials")) } };

        Assert.Equal("ListUsers cannot be sent: no credentials", Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
    }

    [Fact]
    public void A_host_that_does_not_answer_is_named_after_a_shorter_wait_than_in_the_middle_of_a_run()
    {
        var repair = new ReconcileHarness { Answers = { ["ListUsers"] = Answers.Fails(new HttpRequestException("Connection refused (localhost:1)")) } };

        Assert.EndsWith(
            " s, last with HttpRequestException: Connection refused (localhost:1). Run it again: it goes on with what is left",
            Assert.Throws<RunStoppedException>(() => repair.Run()).Message,
            StringComparison.Ordinal);
        Assert.InRange(repair.Clock.Elapsed.TotalSeconds, 5, 30);
    }
}
