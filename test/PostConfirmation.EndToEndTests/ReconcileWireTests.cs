using System.Globalization;
using PostConfirmation.EndToEndTests.Support;
using Xunit.Abstractions;

namespace PostConfirmation.EndToEndTests;

/// <summary>The Reconcile executable against a pool and a table that the test serves.</summary>
public sealed class ReconcileWireTests(ITestOutputHelper output)
{
    /// <summary>The long walk: <c>RECONCILE_WALK_USERS=1000000 dotnet test --filter Walks</c>, about ten minutes.</summary>
    private static readonly string? LongWalk = Environment.GetEnvironmentVariable("RECONCILE_WALK_USERS");

    [Fact]
    public async Task Walks_a_complete_pool_at_the_list_rate_with_one_read_a_page_and_little_memory()
    {
        var users = int.Parse(LongWalk ?? "3000", CultureInfo.InvariantCulture);
        var pages = (users + 59) / 60;
        await using var pool = await FakeUserPool.StartAsync(users);

        var run = (await pool.ReconcileAsync("--list-rate", "30")).AssertSucceeded();

        var (seconds, rateAlone) = ((double)run.Summary["elapsedSeconds"]!, pages / 30.0);
        output.WriteLine($"{users} users in {seconds:0.0} s, {seconds / rateAlone:0.00} of what the rate alone needs; {run.Summary["peakMemoryMB"]} MB at most");
        Assert.Equal((users, users), (run["seen"], run["complete"]));
        // One more page, for the check at the start that the pool exists.
        Assert.Equal((pages + 1, pages), (pool.Calls["ListUsers"], pool.Calls["BatchGetItem"]));
        Assert.InRange((double)run.Summary["peakMemoryMB"]!, 1, 150);
        if (LongWalk is not null)
            Assert.InRange(seconds, 0, 1.5 * rateAlone);
    }

    [Fact]
    public async Task Completes_users_on_all_pages_and_only_those_who_lack_something()
    {
        await using var pool = await FakeUserPool.StartAsync(400, lacks: number => number % 10 == 3, pending: number => number % 10 == 7);

        var run = (await pool.ReconcileAsync("--rate", "1000")).AssertSucceeded();
        var again = (await pool.ReconcileAsync("--rate", "1000")).AssertSucceeded();

        Assert.Equal((40, 40, 320), (run["provisioned"], run["groupAdded"], run["complete"]));
        Assert.Equal(400, again["complete"]);
        Assert.Equal(Enumerable.Range(0, 400).Where(number => number % 10 is 3 or 7), pool.Joined.Keys.Order());
        Assert.All(pool.Joined.Values, times => Assert.Equal(1, times));
        Assert.All(pool.Written.Values, put => Assert.Null(put["Item"]!["pending_group"]));
        AssertNamesNobody(run);
    }

    [Fact]
    public async Task When_throttled_by_both_services_it_waits_and_completes_all()
    {
        await using var pool = await FakeUserPool.StartAsync(70, lacks: number => number < 5, pending: number => number is 5 or 6);
        pool.Trouble = (operation, _) => Task.FromResult(
            operation is "DescribeTable" or "GetGroup" or "DescribeUserPool" || pool.Calls[operation] > 2 ? null
            : operation is "AdminAddUserToGroup" or "ListUsers" ? "TooManyRequestsException"
            : "ProvisionedThroughputExceededException");

        var run = (await pool.ReconcileAsync("--rate", "1000")).AssertSucceeded();

        Assert.Equal((5, 2), (run["provisioned"], run["groupAdded"]));
        Assert.All(pool.Written.Values, put => Assert.Null(put["Item"]!["pending_group"]));
        Assert.All(["ListUsers", "BatchGetItem", "AdminAddUserToGroup", "PutItem", "UpdateItem"], operation => Assert.InRange(pool.Calls[operation], 3, 20));
    }

    [Fact]
    public async Task A_user_who_fails_is_named_by_the_sub_alone_and_the_run_does_not_succeed()
    {
        await using var pool = await FakeUserPool.StartAsync(70, lacks: number => number is 3 or 61);
        pool.Trouble = (operation, _) => Task.FromResult(operation == "PutItem" && pool.Calls[operation] == 1 ? "ValidationException" : null);

        var run = await pool.ReconcileAsync("--rate", "1000");

        Assert.Equal((1, 1, 1), (run.ExitCode, run["failed"], run["provisioned"]));
        Assert.Contains(run.Lines, line => line.StartsWith("failed  00000000-0000-0000-0000-0000000000", StringComparison.Ordinal)
            && line.Contains("  record: ValidationException", StringComparison.Ordinal));
        AssertNamesNobody(run);
    }

    [Theory]
    [MemberData(nameof(ReconcileOperations.All), MemberType = typeof(ReconcileOperations))]
    public async Task A_missing_permission_is_reported_in_one_sentence(string denied)
    {
        await using var pool = await FakeUserPool.StartAsync(200, lacks: number => number == 3, pending: number => number == 150);
        pool.Trouble = (operation, _) => Task.FromResult(operation == denied ? "AccessDeniedException" : null);

        var run = await pool.ReconcileAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"{denied} is refused: AccessDeniedException: No", run.Problem, StringComparison.Ordinal);
        Assert.Single(run.Lines, line => line.Contains("refused", StringComparison.Ordinal) && !line.StartsWith('{'));
        Assert.DoesNotContain(run.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--sub", "x\" or sub ^= \"", "--sub is a user's sub, such as f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8, not 'x\" or sub ^= \"'.")]
    [InlineData("--rate", "0", "--rate is a number of calls a second, from 0.01 to 10000, not '0'.")]
    [InlineData("--list-rate", "fast", "--list-rate is a number of calls a second, from 0.01 to 10000, not 'fast'.")]
    [InlineData("--status", "UNCONFIRMED", "Argument 'UNCONFIRMED' not recognized. Must be one of:")]
    public async Task Invalid_options_are_refused_before_any_call(string option, string value, string sentence)
    {
        await using var pool = await FakeUserPool.StartAsync(1);

        var run = await pool.ReconcileAsync(option, value);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(sentence, run.Lines);
        Assert.Empty(pool.Calls);
    }

    private static void AssertNamesNobody(ReconcileRun run) => Assert.All(run.Lines, FunctionLog.AssertNamesNobody);
}
