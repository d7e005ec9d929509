using System.Text.Json.Nodes;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>The scheduled repair in the template. (Other tests run its state machine.)</summary>
public sealed class ScheduleTests
{
    private static readonly (string, string)[] Values =
        [("AWS::Partition", "p"), ("AWS::Region", "r"), ("AWS::AccountId", "a"), ("ReconcileStates", "states"), ("ReconcileLogGroup", "log")];

    [SkippableFact]
    public async Task Without_a_schedule_nothing_of_it_is_created()
    {
        var template = await Template.OfStackAsync();
        string[] ids = ["ReconcileRole", "ReconcileLogGroup", "ReconcileFailedMetric", "ReconcileStatesRole", "ReconcileStates",
            "ReconcileScheduleRole", "ReconcileTimer", "ReconcileFailedAlarm", "ReconcileRunsAlarm"];

        Assert.Equal(ids, template.Ids.Where(id => id.StartsWith("Reconcile", StringComparison.Ordinal)));
        Assert.All(ids, id => Assert.Equal("Reconciles", (string?)template.Resource(id)["Condition"]));
        Assert.DoesNotContain("AWS/States", template.Resolve(template.Resource("Dashboard")["Properties"]!["DashboardBody"]!, [.. Values, ("LogGroup", "l")]), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_schedule_starts_the_states_with_an_empty_event()
    {
        var template = await Template.OfStackAsync();
        var timer = template.Evaluate(
            template.Resource("ReconcileTimer")["Properties"], [.. Values, ("ReconcileSchedule", "rate(1 day)"), ("ReconcileScheduleRole.Arn", "role")])!;

        Assert.Equal("rate(1 day)", (string?)timer["ScheduleExpression"]);
        Assert.Equal("""{"Arn":"states","RoleArn":"role","Input":"{}"}""", timer["Target"]!.ToJsonString());
    }

    [SkippableFact]
    public async Task Four_states_walk_the_pool_and_every_one_leads_to_one_of_them()
    {
        var machine = (await Template.OfStackAsync()).StatesOf("ReconcileStates", Values);
        var states = machine["States"]!.AsObject();

        Assert.Equal(["Runs under way", "More?", "Reconcile", "End"], states.Select(state => state.Key));
        Assert.Equal("Runs under way", (string?)machine["StartAt"]);
        Assert.All(NextOf(states), next => Assert.Contains(next, states));
        Assert.Equal("arn:p:states:::aws-sdk:sfn:listExecutions", (string?)states["Runs under way"]!["Resource"]);
        Assert.Equal("arn:p:states:::lambda:invoke", (string?)states["Reconcile"]!["Resource"]);
        Assert.Contains("Lambda.Unknown", states["Reconcile"]!["Retry"]![0]!["ErrorEquals"]!.AsArray().Select(error => (string)error!));
        Assert.Equal("""[{"ErrorEquals":["Lambda.ResourceNotFoundException"],"Next":"End"}]""", states["Reconcile"]!["Catch"]!.ToJsonString());
    }

    [SkippableTheory]
    [InlineData("ReconcileFailedAlarm", "PostConfirmation/PostConfirmation", "ReconcileFailed")]
    [InlineData("ReconcileRunsAlarm", "AWS/States", "ExecutionsFailed")]
    public async Task Its_alarms_look_at_a_day_unless_the_schedule_needs_more(string id, string space, string metric)
    {
        var template = await Template.OfStackAsync();

        JsonNode Alarm(params (string, string)[] more) => template.Evaluate(template.Resource(id)["Properties"], [.. Values, .. more])!;

        Assert.Equal((space, metric), ((string?)Alarm()["Namespace"], (string?)Alarm()["MetricName"]));
        Assert.Equal("86400", Alarm()["Period"]!.ToString());
        Assert.Equal("604800", Alarm(("ReconcileAlarmPeriod", "604800"))["Period"]!.ToString());
    }

    [SkippableFact]
    public async Task The_metric_counts_the_users_that_a_run_could_not_complete()
    {
        var template = await Template.OfStackAsync();
        var pattern = new FilterPattern((string)template.Resource("ReconcileFailedMetric")["Properties"]!["FilterPattern"]!);

        Assert.True(pattern.Matches("""{"level":"Error","outcome":"reconcile-failed","sub":"s","reason":"no such group"}"""));
        Assert.False(pattern.Matches("""{"level":"Information","outcome":"reconciled"}"""));
        Assert.Equal("/aws/lambda/PostConfirmation-reconcile", template.Resolve(template.Resource("ReconcileLogGroup")["Properties"]!["LogGroupName"]!));
    }

    private static IEnumerable<string> NextOf(JsonNode? node) => node switch
    {
        JsonObject pairs => pairs.SelectMany(pair => pair.Key is "Next" or "Default" ? [(string)pair.Value!] : NextOf(pair.Value)),
        JsonArray items => items.SelectMany(NextOf),
        _ => [],
    };
}
