using Amazon.DynamoDBv2;
using Amazon.Runtime;
using PostConfirmation.Reconcile;
using PostConfirmation.Tests.Support;

namespace PostConfirmation.Tests.Reconcile;

/// <summary>What ends a run: one clear sentence, before anything is done where that can be known before.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData("ListUsers", "There is no user pool eu-central-1_EXAMPLE01 in this region and account: ResourceNotFoundException: Group not found (request aws-4)")]
    [InlineData("GetGroup", "The user pool eu-central-1_EXAMPLE01 has no group customers: ResourceNotFoundException: Group not found (request aws-4)")]
    [InlineData("DescribeTable", "There is no table users in this region and account: ResourceNotFoundException: Group not found (request aws-4)")]
    public void What_is_missing_is_found_out_before_anything_is_done(string operation, string sentence)
    {
        var repair = new Repair { Answers = { [operation] = Answers.Fails(Errors.GroupNotFound) } }.With(SomeUser.Of());

        Assert.Equal(sentence, Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
        Assert.Empty(repair.Calls);
    }

    [Fact]
    public void A_name_that_the_service_does_not_understand_is_not_repeated()
    {
        var repair = new Repair { Answers = { ["ListUsers"] = Answers.Fails(Errors.InvalidParameter) } };

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
        var repair = new Repair().With(SomeUser.Of());
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

    [Theory]
    [InlineData("ListUsers")]
    [InlineData("GetGroup")]
    [InlineData("DescribeTable")]
    [InlineData("BatchGetItem")]
    [InlineData("AdminAddUserToGroup")]
    [InlineData("PutItem")]
    [InlineData("UpdateItem")]
    public void A_permission_that_is_missing_ends_the_run_with_its_name(string operation)
    {
        var repair = new Repair { Answers = { [operation] = Answers.Fails(Errors.AccessDenied) } };
        for (var i = 0; i < 200; i++)
            repair.With(SomeUser.Of(i), pendingGroup: i % 2 == 0 ? "vip" : null);

        Assert.Equal(
            $"{operation} is refused: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/r/f is not authorized "
            + "(request aws-2). What Reconcile needs is in deploy/reconcile-policy.json",
            Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
    }

    [Fact]
    public void The_size_of_the_pool_is_nothing_that_a_run_needs()
    {
        var repair = new Repair { Answers = { ["DescribeUserPool"] = Answers.Fails(Errors.AccessDenied) } }.With(SomeUser.Of());

        Assert.Equal(1, repair.Run()[UserFate.Provisioned]);
    }

    [Fact]
    public void Without_credentials_nothing_is_sent_and_the_run_says_so()
    {
        var repair = new Repair { Answers = { ["ListUsers"] = Answers.Fails(new AmazonClientException("no credentials")) } };

        Assert.StartsWith("ListUsers is refused: AmazonClientException", Assert.Throws<RunStoppedException>(() => repair.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_is_deleted_in_the_meantime_ends_the_run()
    {
        var repair = new Repair { Answers = { ["AdminAddUserToGroup"] = Answers.Fails(Errors.GroupNotFound) } }.With(SomeUser.Of());

        Assert.Equal(
            "The group customers or its user pool is gone: ResourceNotFoundException: Group not found (request aws-4)",
            Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
    }

    [Fact]
    public void A_table_that_is_deleted_in_the_meantime_ends_the_run()
    {
        var gone = new Amazon.DynamoDBv2.Model.ResourceNotFoundException("Requested resource not found")
        {
            ErrorCode = "ResourceNotFoundException", StatusCode = System.Net.HttpStatusCode.BadRequest,
        };
        foreach (var operation in (string[])["PutItem", "UpdateItem", "BatchGetItem"])
        {
            var repair = new Repair { Answers = { [operation] = Answers.Fails(gone) } }
                .With(SomeUser.Of(1)).With(SomeUser.Of(2), pendingGroup: "vip");

            Assert.Equal(
                operation == "BatchGetItem"
                    ? "The table cannot be read: ResourceNotFoundException: Requested resource not found"
                    : "The table users is gone: ResourceNotFoundException: Requested resource not found",
                Assert.Throws<RunStoppedException>(() => repair.Run()).Message);
        }
    }

    [Fact]
    public void A_record_that_DynamoDB_refuses_fails_its_user_and_the_others_go_on()
    {
        var repair = new Repair
        {
            Answers =
            {
                ["PutItem"] = Answers.InTurn(
                    Answers.Fails(new AmazonDynamoDBException("Item size has exceeded the maximum allowed size: personal")
                    {
                        ErrorCode = "ValidationException", StatusCode = System.Net.HttpStatusCode.BadRequest, RequestId = "aws-9",
                    }),
                    Answers.Ok),
            },
        }.With(SomeUser.Of(1)).With(SomeUser.Of(2));

        var summary = repair.Run();

        Assert.Equal((SomeUser.Sub(1), "record: ValidationException (request aws-9)"), Assert.Single(summary.Failures));
        Assert.Equal(1, summary[UserFate.Provisioned]);
    }

    [Fact]
    public void Stopped_in_the_middle_it_knows_what_it_did_and_another_run_does_the_rest()
    {
        var repair = new Repair();
        for (var i = 0; i < 100; i++)
            repair.With(SomeUser.Of(i));
        repair.Answers["PutItem"] = _ =>
        {
            if (repair.Records.Count == 40)
                repair.Stop.Cancel();
            return Task.CompletedTask;
        };

        Assert.ThrowsAny<OperationCanceledException>(() => repair.Run());

        Assert.Equal((100, repair.Records.Count), (repair.Summary.Seen, repair.Summary[UserFate.Provisioned]));
        Assert.Equal(100 - repair.Records.Count, repair.Summary.Unfinished);
        Assert.Equal(0, repair.Summary[UserFate.Failed]);

        var again = new Repair();
        again.Users.AddRange(repair.Users);
        foreach (var (sub, record) in repair.Records)
            again.Records[sub] = record;
        var done = repair.Records.Count;
        Assert.Equal((100 - done, done), (again.Run()[UserFate.Provisioned], again.Summary[UserFate.Complete]));
    }
}
