using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>The template <c>deploy/stack.yaml</c>, against CloudFormation's types and the function that it is for.</summary>
[Collection(nameof(Deployed))]
public sealed class StackTests(EmulatorFixture emulators)
{
    [SkippableFact]
    public async Task CloudFormation_knows_every_type_property_and_reference()
    {
        Assert.Empty((await Template.OfStackAsync()).Problems);
    }

    [SkippableTheory]
    [InlineData("AWS::SNS::Topic", "AWS::SNS::Topik", "EmailTopic: there is no resource type AWS::SNS::Topik")]
    [InlineData("BillingMode", "BilingMode", "Table: there is no property BilingMode")]
    [InlineData("KeyType: RANGE", "KeyTyp: RANGE", "Table.KeySchema.1: there is no property KeyTyp")]
    [InlineData("      FilterPattern: '{ $.outcome = \"failed\" }'\n", "", "FailedMetric: the property FilterPattern is missing")]
    [InlineData("Threshold: 3500", "Threshold: 3.5 s", "DurationAlarm.Threshold: \"3.5 s\" is no number")]
    [InlineData("${Role.Arn}", "${Role.Arm}", "Outputs.DeployCommand: Role has no attribute Arm")]
    [InlineData("AlarmName: !Sub ${FunctionName}-errors", "AlarmName: !Sub ${Function}-errors", "ErrorsAlarm.AlarmName: there is no Function")]
    [InlineData("Condition: CreatesGroup", "Condition: MakesGroup", "Group: there is no condition MakesGroup")]
    [InlineData("Endpoint: !Ref AlarmEmail", "Endpoint: &x a@b.c\n        - Protocol: email\n          Endpoint: *x", "the alias *x: CloudFormation allows none")]
    public async Task The_check_finds_a_fault(string before, string after, string fault)
    {
        Assert.Contains(before, Template.Text, StringComparison.Ordinal);

        var problems = (await Template.ReadAsync(Template.Text.Replace(before, after, StringComparison.Ordinal))).Problems;

        Assert.Contains(fault, problems);
    }

    [SkippableFact]
    public async Task The_metrics_count_the_lines_that_the_function_writes_about_them()
    {
        emulators.Require();
        var template = await Template.OfStackAsync();
        var subs = new[]
        {
            await SignedUpAsync(), await SignedUpAsync(("email_verified", "false")), await DeferredAsync(), await FailedAsync(),
        };
        var lines = emulators.Log.Lines.Where(line => subs.Contains((string?)JsonNode.Parse(line)!["sub"])).ToList();

        var counted = template.Of("AWS::Logs::MetricFilter").ToDictionary(
            filter => filter.Id,
            filter => lines.Where(new FilterPattern((string)filter.Properties["FilterPattern"]!).Matches)
                .Select(line => (string)JsonNode.Parse(line)!["outcome"]!).ToArray());

        Assert.Equal(4, lines.Count);
        Assert.Equal(["failed"], counted["FailedMetric"]);
        Assert.Equal(["group-deferred"], counted["GroupDeferredMetric"]);
        Assert.Equal(["skipped"], counted["SkippedUnverifiedMetric"]);
        Assert.Empty(counted["InitDurationMetric"]);
        Assert.Empty(counted["ReconcileFailedMetric"]); // belongs to another log group
    }

    [SkippableFact]
    public async Task A_cold_start_is_measured_from_the_report_that_Lambda_writes()
    {
        var filter = Assert.Single(
            (await Template.OfStackAsync()).Of("AWS::Logs::MetricFilter"), filter => filter.Id == "InitDurationMetric").Properties;
        var pattern = new FilterPattern((string)filter["FilterPattern"]!);

        Assert.True(pattern.Matches(Report(""","initDurationMs":310.2""")));
        Assert.False(pattern.Matches(Report("")));
        Assert.Equal("$.record.metrics.initDurationMs", (string?)filter["MetricTransformations"]![0]!["MetricValue"]);

        static string Report(string more) =>
            $$$$"""{"time":"2026-11-21T20:16:05.123Z","type":"platform.report","record":{"requestId":"id","status":"success","metrics":{"durationMs":12.3,"billedDurationMs":13{{{{more}}}}}}}""";
    }

    [SkippableFact]
    public async Task Every_alarm_watches_a_metric_that_exists()
    {
        var template = await Template.OfStackAsync();
        var ours = template.Of("AWS::Logs::MetricFilter").Select(filter => filter.Properties["MetricTransformations"]![0]!)
            .Select(metric => $"{template.Resolve(metric["MetricNamespace"]!)} {metric["MetricName"]}")
            .Where(name => name != "PostConfirmation/PostConfirmation SkippedUnverified"); // only for the dashboard, because such a skip is on purpose
        var awss = ((string[])["AWS/Lambda Errors", "AWS/Lambda Throttles", "AWS/Lambda Duration", "AWS/States ExecutionsFailed"]);

        var watched = template.Of("AWS::CloudWatch::Alarm").Select(alarm => alarm.Properties)
            .Select(alarm => $"{template.Resolve(alarm["Namespace"]!)} {alarm["MetricName"]}");

        Assert.Equal(ours.Concat(awss).Order(StringComparer.Ordinal), watched.Order(StringComparer.Ordinal));
        Assert.All(
            template.Of("AWS::CloudWatch::Alarm").Where(alarm => (string?)alarm.Properties["Namespace"]!.ToString() == "AWS/Lambda"),
            alarm => Assert.Equal("PostConfirmation", template.Resolve(alarm.Properties["Dimensions"]![0]!["Value"]!)));
    }

    [SkippableTheory]
    [InlineData("GroupDeferredAlarm", "Where its reason is record-exists, the record was there before and may have no pending_group: complete that user with --sub.")]
    [InlineData("FailedAlarm", "Where it has groupErrorCode, the user is not in the group either, and somebody else may have written a record: complete that user with --sub.")]
    public async Task The_alarms_about_users_say_when_the_record_may_have_no_pending_group(string alarm, string sentence)
    {
        var description = (string?)(await Template.OfStackAsync()).Resource(alarm)["Properties"]!["AlarmDescription"];

        Assert.EndsWith(sentence, description, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Table_and_group_are_what_the_function_needs_and_outlive_the_stack()
    {
        var template = await Template.OfStackAsync();
        var table = template.Resource("Table")["Properties"]!;

        Assert.Equal("PK HASH, SK RANGE", string.Join(", ", table["KeySchema"]!.AsArray().Select(key => $"{key!["AttributeName"]} {key["KeyType"]}")));
        Assert.Equal("PK S, SK S", string.Join(", ", table["AttributeDefinitions"]!.AsArray().Select(key => $"{key!["AttributeName"]} {key["AttributeType"]}")));
        Assert.Null(template.Evaluate(table["SSESpecification"]));
        Assert.Null(template.Evaluate(table["StreamSpecification"]));
        Assert.Equal(
            """{"SSEEnabled":true,"SSEType":"KMS","KMSMasterKeyId":"arn:key"}""",
            template.Evaluate(table["SSESpecification"], ("TableKeyArn", "arn:key"))!.ToJsonString());
        Assert.Equal(
            """{"StreamViewType":"NEW_IMAGE"}""", template.Evaluate(table["StreamSpecification"], ("TableStream", "NEW_IMAGE"))!.ToJsonString());
        Assert.All(
            (string[])["Table", "Group"],
            id => Assert.Equal(("Retain", "Retain"), ((string?)template.Resource(id)["DeletionPolicy"], (string?)template.Resource(id)["UpdateReplacePolicy"])));
    }

    private async Task<string> SignedUpAsync(params (string Name, string Value)[] attributes)
    {
        var (_, sub) = await emulators.ConfirmAsync(attributes);
        await emulators.OutcomesAsync(sub);
        return sub;
    }

    private async Task<string> DeferredAsync()
    {
        var sub = await InvokedWithoutAsync("APP_GROUP_NAME");
        await emulators.DeleteRecordAsync(sub); // its pending_group does not exist, so Reconcile could not complete the user
        return sub;
    }

    private Task<string> FailedAsync() => InvokedWithoutAsync("APP_TABLE_NAME");

    /// <param name="setting">A setting that names something that does not exist.</param>
    private async Task<string> InvokedWithoutAsync(string setting)
    {
        var (name, sub) = await emulators.SignUpAsync();
        await using var functions = await emulators.StartFunctionsAsync(variables: new() { [setting] = "missing" });
        await functions.InvokeAsync(emulators.Event(name, sub));
        await emulators.OutcomesAsync(sub);
        return sub;
    }
}
