using System.Text.Json.Nodes;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>The summary adds up, or the run fails.</summary>
public sealed class SummaryTests
{
    [Fact]
    public void A_user_without_an_outcome_at_the_end_is_a_fault()
    {
        var summary = new Summary();
        summary.See(3);
        summary.Count("1", new(UserOutcome.Complete));
        summary.Count("2", UserResult.Skipped("disabled"));

        Assert.Equal((2, 1), (summary.Done, summary.Unfinished));
        Assert.Equal(
            "The summary does not add up: 1 of 3 users are unaccounted for.",
            Assert.Throws<RunStoppedException>(summary.AssertAddsUp).Message);
    }

    [Fact]
    public void A_user_who_is_counted_twice_is_a_fault()
    {
        var summary = new Summary();
        summary.See(1);
        summary.Count("1", new(UserOutcome.Complete));
        summary.Count("1", new(UserOutcome.Complete));

        Assert.Throws<RunStoppedException>(summary.AssertAddsUp);
    }

    [Fact]
    public void Every_failure_is_reported_and_only_the_first_hundred_are_kept()
    {
        var (summary, told) = (new Summary(), new List<string>());
        summary.OnFailure = (sub, reason) => told.Add($"{sub} {reason}");
        summary.See(150);
        for (var i = 0; i < 150; i++)
            summary.Count($"{i}", UserResult.Failed("no"));

        summary.AssertAddsUp();
        Assert.Equal((150, 100, 150), (told.Count, summary.Failures.Count, summary[UserOutcome.Failed]));
        Assert.Equal(("0 no", ("0", "no"), ("99", "no")), (told[0], summary.Failures[0], summary.Failures[^1]));
    }

    [Fact]
    public void The_JSON_report_has_everything_on_one_line()
    {
        var summary = new Summary();
        summary.See(5);
        summary.Count("1", new(UserOutcome.Complete));
        summary.Count("2", new(UserOutcome.Provisioned));
        summary.Count("3", new(UserOutcome.GroupAdded, Groups: "vip"));
        summary.Count("4", UserResult.Skipped("disabled"));
        summary.Count("5", UserResult.Failed("record: No"));

        var line = JsonReport.Write(summary, new("pool", Some.Settings, [], []), TimeSpan.FromSeconds(1.26), "Why");

        Assert.DoesNotContain('\n', line);
        var json = JsonNode.Parse(line)!.AsObject();
        Assert.InRange((double)json["peakMemoryMB"]!, 1, 10_000);
        json.Remove("peakMemoryMB");
        Assert.Equal(
            """{"userPoolId":"pool","table":"users","group":"customers","dryRun":false,"finished":false,"problem":"Why","seen":5,"complete":1,"provisioned":1,"groupAdded":1,"groupsAdded":{"vip":1},"skipped":{"disabled":1},"failed":1,"unfinished":0,"failures":[{"sub":"5","reason":"record: No"}],"elapsedSeconds":1.3}""",
            json.ToJsonString());
    }
}
