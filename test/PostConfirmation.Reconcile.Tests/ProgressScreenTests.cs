using Spectre.Console;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>What a terminal shows, and what a file gets.</summary>
public sealed class ProgressScreenTests
{
    [Fact]
    public void A_file_gets_a_line_every_ten_seconds_and_each_failure_when_it_happens()
    {
        var repair = Slow(complete: 60);
        repair.Records[SomeUser.Sub(1)]["pending_group"] = new("admins");

        Assert.Equal(
            [
                $"failed  {SomeUser.Sub(1)}  pending_group names 'admins', which is not a group of this run",
                "61 users, 6 a second; 1 provisioned, in the group customers; 1 failed",
                "61 users, 3 a second; 1 provisioned, in the group customers; 1 failed",
                "62 users, 2 a second; 2 provisioned, in the group customers; 1 failed",
                "62 users, 1 a second; 2 provisioned, in the group customers; 1 failed",
                "62 users, 1 a second; 2 provisioned, in the group customers; 1 failed",
            ],
            Watch(repair));
    }

    [Fact]
    public void With_an_estimate_it_says_how_much_time_is_left()
    {
        var repair = Slow(complete: 59);
        repair.Estimate = 2000;
        repair.Records[SomeUser.Sub(2)]["pending_group"] = new(Some.Group);

        Assert.Equal("59 of about 2,000 users, 5 a second; 0 provisioned, in the group customers; 1 added to the group customers; 0 failed; about 5 min 28 s left", Watch(repair)[0]);
    }

    [Fact]
    public void In_a_dry_run_it_says_what_would_be_done()
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { DryRun = true, ListRate = 0.05 } };
        for (var i = 0; i < 60; i++)
            repair.With(SomeUser.With(i), record: i > 0);
        repair.With(SomeUser.With(60)).Records[SomeUser.Sub(1)]["pending_group"] = new(Some.Group);

        Assert.EndsWith(
            " a second; 1 would be provisioned, in the group customers; 1 would be added to the group customers; 0 failed",
            Watch(repair)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_single_users_the_number_is_known()
    {
        var repair = new ReconcileHarness { Estimate = 2000, Options = ReconcileHarness.SomeOptions with { Subs = [SomeUser.Sub(1), SomeUser.Sub(2)], GroupRate = 0.04 } }
            .With(SomeUser.With(1)).With(SomeUser.With(2));

        Assert.StartsWith("1 of about 2 users", Watch(repair)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)] // it says so of a pool that is new
    public void Without_an_estimate_nothing_is_said_of_what_is_left(int? estimate)
    {
        var repair = Slow(complete: 59);
        repair.Estimate = estimate;

        Assert.Equal("60 users, 6 a second; 1 provisioned, in the group customers; 0 failed", Watch(repair)[0]);
    }

    [Theory]
    [InlineData(60, "")] // reached
    [InlineData(61, "; about 0.2 s left")]
    [InlineData(50_000, "; about 2 h 18 min left")]
    [InlineData(600, "; about 1 min 30 s left")]
    [InlineData(420, "; about 1 min 0 s left")]
    [InlineData(419, "; about 59.8 s left")]
    [InlineData(21_660, "; about 1 h 0 min left")]
    [InlineData(21_659, "; about 59 min 59 s left")]
    public void The_time_left_is_shown_in_hours_minutes_or_seconds(int estimate, string left)
    {
        var repair = Slow(complete: 59);
        repair.Estimate = estimate;

        Assert.EndsWith($"60 of about {estimate:#,0} users, 6 a second; 1 provisioned, in the group customers; 0 failed{left}", Watch(repair)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Before_anybody_is_done_no_time_left_is_shown()
    {
        var repair = Slow(complete: 60);
        repair.Estimate = 1000;
        repair.Answers["BatchGetItem"] = Answers.InTurn([.. Enumerable.Repeat(Answers.Fails(Errors.Throughput), 8), Answers.Ok]);

        Assert.Equal("0 of about 1,000 users, 0 a second; 0 provisioned, in the group customers; 0 failed", Watch(repair)[0]);
    }

    [Fact]
    public void A_line_in_a_file_is_never_broken()
    {
        using var output = new StringWriter();

        ProgressScreen.Create(output, isWatched: false, TimeProvider.System).Line(new('x', 900));

        Assert.Equal(new string('x', 900) + Environment.NewLine, output.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void There_is_a_bar_where_somebody_watches_wherever_other_output_goes(bool isWatched) =>
        Assert.Equal(isWatched, ProgressScreen.Create(new StringWriter(), isWatched, TimeProvider.System).HasBar);

    [Theory]
    [InlineData(null, true, 3)]
    [InlineData(1, false, 3)] // too low
    [InlineData(3, false, 3)]
    [InlineData(2000, false, 2000)]
    public void The_bar_moves_towards_the_estimate_and_is_not_at_its_end_before_the_run_is(int? estimate, bool isIndeterminate, double max)
    {
        var repair = new ReconcileHarness { Estimate = estimate }.With(SomeUser.With(1), record: true).With(SomeUser.With(2), record: true);
        var reconciliation = new Reconciliation(repair.Cognito(), repair.DynamoDb(), repair.Options, repair.Clock);
        repair.Clock.Run(async () =>
        {
            await reconciliation.RunAsync(default);
            return true;
        });
        var bar = new ProgressTask(1, "checking", maxValue: 1);

        ProgressScreen.Update(bar, reconciliation, TimeSpan.FromSeconds(1));

        Assert.Equal((isIndeterminate, 2, max), (bar.IsIndeterminate, bar.Value, bar.MaxValue));
        Assert.StartsWith("2 ", bar.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_a_bar_moves_and_is_gone_at_the_end()
    {
        var repair = new ReconcileHarness { Estimate = 2000 }.With(SomeUser.With(1), record: true).With(SomeUser.With(2));
        using var output = new Watcher();
        repair.Answers["AdminAddUserToGroup"] = async _ =>
        {
            await output.SeenAsync("1 of about 2,000 users, "); // after the frame that is drawn before anything is known
        };
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Enrichment = new() { UseDefaultEnrichers = false },
        });
        console.Profile.Width = 200;

        await new ProgressScreen(console, TimeProvider.System).WatchAsync(
            new(repair.Cognito(), repair.DynamoDb(), repair.Options with { ListRate = 1000 }, TimeProvider.System), default);

        Assert.Equal(2, repair.Records.Count);
        var screen = output.ToString();
        Assert.EndsWith("\u001b[?25h", screen, StringComparison.Ordinal); // the cursor is back
        Assert.DoesNotContain("users", screen[screen.LastIndexOf("\u001b[2K", StringComparison.Ordinal)..], StringComparison.Ordinal); // the line is erased
    }

    [Fact]
    public void The_display_ends_with_the_run_however_the_run_ends()
    {
        var repair = new ReconcileHarness { Answers = { ["GetGroup"] = Answers.Fails(Errors.GroupNotFound) } };

        Assert.Throws<RunStoppedException>(() => Watch(repair));
    }

    /// <summary>Three more users lack everything, and are added to the group at once, after 25 and after 50 s.</summary>
    private static ReconcileHarness Slow(int complete)
    {
        var repair = new ReconcileHarness { Options = ReconcileHarness.SomeOptions with { ListRate = 1000, GroupRate = 0.04 } };
        for (var i = 0; i < complete; i++)
            repair.With(SomeUser.With(i), record: true);
        for (var i = 0; i < 3; i++)
            repair.With(SomeUser.With(complete + i));
        return repair;
    }

    /// <returns>The lines.</returns>
    private static string[] Watch(ReconcileHarness repair)
    {
        using var output = new StringWriter();
        return repair.Clock.Run(async () =>
        {
            await ProgressScreen.Create(output, isWatched: false, repair.Clock).WatchAsync(
                new(repair.Cognito(), repair.DynamoDb(), repair.Options, repair.Clock, new NoJitter()), repair.Stop.Token);
            return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        });
    }

    /// <summary>Waits until something was written.</summary>
    private sealed class Watcher : StringWriter
    {
        private readonly TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private string wanted = "\0";

        public Task SeenAsync(string text)
        {
            wanted = text;
            return more.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(wanted, StringComparison.Ordinal) == true)
                more.TrySetResult();
        }
    }
}
