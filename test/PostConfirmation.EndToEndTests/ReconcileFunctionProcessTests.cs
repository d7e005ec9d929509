using System.Globalization;
using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;
using Xunit.Abstractions;

namespace PostConfirmation.EndToEndTests;

/// <summary>The Reconcile executable as a Lambda function, against a pool and a table that the test serves.</summary>
public sealed class ReconcileFunctionProcessTests(ITestOutputHelper output)
{
    /// <summary>The long walk: <c>RECONCILE_WALK_USERS=1000000 dotnet test --filter Several_invocations</c>, some minutes.</summary>
    private static readonly string? LongWalk = Environment.GetEnvironmentVariable("RECONCILE_WALK_USERS");

    /// <summary>So that it walks for two seconds.</summary>
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(62);

    private static readonly (string, string) Fast = ("RECONCILE_RATE", "10000");

    [Fact]
    public async Task Several_invocations_walk_a_pool_miss_nobody_and_see_nobody_twice()
    {
        var users = int.Parse(LongWalk ?? "20000", CultureInfo.InvariantCulture);
        var (timeout, listRate) = LongWalk is null ? (TimeSpan.FromSeconds(64), "80") : (TimeSpan.FromMinutes(2), "100");
        await using var pool = await FakeUserPool.StartAsync(users, lacks: number => number % 1000 == 7);
        await using var function = await pool.ReconcileFunctionAsync(timeout, Fast, ("RECONCILE_LIST_RATE", listRate));

        var answers = await function.WalkAsync();

        output.WriteLine($"{users} users in {answers.Count} invocations, {Sum(answers, "elapsedSeconds"):0.0} s; {answers[^1]["peakMemoryMB"]} MB at most");
        Assert.InRange(answers.Count, 2, 100);
        Assert.Equal((users, users / 1000), (Sum(answers, "seen"), Sum(answers, "provisioned")));
        Assert.All(pool.LookedUp, times => Assert.Equal(1, times));
        Assert.Equal(Enumerable.Range(0, users).Where(number => number % 1000 == 7), pool.Written.Keys.Order());
        Assert.InRange((double)answers[^1]["peakMemoryMB"]!, 1, 150);
        function.Log.AssertNamesNobody();
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_loses_nobody()
    {
        await using var pool = await FakeUserPool.StartAsync(600, lacks: number => number % 2 == 0);
        await using var function = await pool.ReconcileFunctionAsync(TimeSpan.FromMinutes(15), Fast);
        var writes = 0;
        pool.Trouble = (operation, _) =>
        {
            // Four pages at once make 120 calls at most: those before are done, and the others have not begun.
            if (operation == "PutItem" && Interlocked.Increment(ref writes) == 150)
                function.Kill();
            return Task.FromResult<string?>(null);
        };

        var killed = await function.InvokeAsync("{}");
        var written = pool.Written.Count;
        var answer = await function.AnswerAsync("{}");

        Assert.Equal("Runtime.ExitError", killed.ErrorType);
        Assert.InRange(written, 1, 299);
        Assert.InRange(Number(answer, "complete"), 300 + written, 599);
        Assert.Equal(600, Number(answer, "complete") + Number(answer, "provisioned"));
        Assert.Equal(300, pool.Written.Count);
    }

    [Fact]
    public async Task A_deadline_that_comes_early_leaves_a_minute_and_the_rest_for_the_next_invocation()
    {
        await using var pool = await FakeUserPool.StartAsync(200, lacks: _ => true);
        await using var function = await pool.ReconcileFunctionAsync(TwoSeconds, ("RECONCILE_RATE", "50"));

        var answers = await function.WalkAsync();

        Assert.InRange(answers.Count, 2, 20); // two seconds are a hundred calls
        Assert.InRange(Sum(answers, "provisioned"), 1, 200); // a write whose answer comes after the deadline is counted nowhere
        Assert.Equal(200, pool.Written.Count);
        Assert.All(function.Invocations, invocation => Assert.InRange(invocation.Duration.TotalSeconds, 0, 60));
    }

    [Fact]
    public async Task When_throttled_by_both_services_it_waits_and_completes_all()
    {
        await using var pool = await FakeUserPool.StartAsync(70, lacks: number => number < 5, pending: number => number is 5 or 6);
        pool.Trouble = (operation, _) => Task.FromResult(
            pool.Calls[operation] > 2 ? null
            : operation is "AdminAddUserToGroup" or "ListUsers" or "GetGroup" ? "TooManyRequestsException"
            : "ProvisionedThroughputExceededException");
        await using var function = await pool.ReconcileFunctionAsync(TimeSpan.FromMinutes(15), Fast);

        var answer = await function.AnswerAsync("{}");

        Assert.Equal((5, 2, 0), ((int)Number(answer, "provisioned"), (int)Number(answer, "groupAdded"), (int)Number(answer, "failed")));
        Assert.All(pool.Written.Values, put => Assert.Null(put["Item"]!["pending_group"]));
    }

    [Fact]
    public async Task A_user_who_fails_is_a_line_of_the_log_and_the_others_are_completed()
    {
        await using var pool = await FakeUserPool.StartAsync(70, lacks: number => number is 3 or 61);
        pool.Trouble = (operation, _) => Task.FromResult(operation == "PutItem" && pool.Calls[operation] == 1 ? "ValidationException" : null);
        await using var function = await pool.ReconcileFunctionAsync(TimeSpan.FromMinutes(15), Fast);

        var answer = await function.AnswerAsync("{}");

        Assert.Equal((1, 1), ((int)Number(answer, "failed"), (int)Number(answer, "provisioned")));
        var sub = (string)answer["failures"]![0]!["sub"]!;
        var line = Assert.Single(await function.Log.OfAsync(sub, 1));
        Assert.Equal(("reconcile-failed", "record: ValidationException"), ((string?)line["outcome"], ((string?)line["reason"])?[.."record: ValidationException".Length]));
        function.Log.AssertNamesNobody();
    }

    [Fact]
    public async Task An_error_that_ends_the_run_fails_the_invocation_and_the_process_goes_on()
    {
        await using var pool = await FakeUserPool.StartAsync(10, lacks: _ => true);
        pool.Trouble = (operation, _) => Task.FromResult(operation == "AdminAddUserToGroup" ? "AccessDeniedException" : null);
        await using var function = await pool.ReconcileFunctionAsync(TimeSpan.FromMinutes(15), Fast);

        var failed = await function.InvokeAsync("{}");
        pool.Trouble = null;

        Assert.Equal("ReconcileStoppedException", failed.ErrorType);
        Assert.StartsWith("AdminAddUserToGroup is refused: AccessDeniedException", failed.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(10, Number(await function.AnswerAsync("{}"), "provisioned"));
    }

    [Fact]
    public async Task A_setting_that_is_missing_fails_the_start_with_one_sentence()
    {
        await using var pool = await FakeUserPool.StartAsync(1);
        await using var function = await pool.ReconcileFunctionAsync(TimeSpan.FromMinutes(15), ("RECONCILE_RATE", "fast"), ("APP_GROUP_NAME", ""));

        var result = await function.InvokeAsync("{}");

        Assert.Equal(
            "The function cannot start: APP_GROUP_NAME is not set (the name of the Cognito group); RECONCILE_RATE is not a number of calls a second, from 0.01 to 10000.",
            result.ErrorMessage);
        Assert.Empty(pool.Calls);
    }

    private static double Number(JsonObject answer, string count) => (double)answer[count]!;

    private static double Sum(IEnumerable<JsonObject> answers, string count) => answers.Sum(answer => Number(answer, count));
}
