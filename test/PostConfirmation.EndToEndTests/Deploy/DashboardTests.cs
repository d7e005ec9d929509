using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>The fields and metrics of the dashboard and of the documented queries are those that the function and the stack have.</summary>
[Collection(nameof(Deployed))]
public sealed partial class DashboardTests(EmulatorFixture emulators)
{
    private const string ReconcileLog = "/aws/lambda/reconcile";

    /// <summary>The fields that CloudWatch and Lambda add to every line, and those of Lambda's report of a cold start.</summary>
    private static readonly string[] FromAws = ["@timestamp", "timestamp", "level", "message", "requestId", "traceId", "type", "record.metrics.initDurationMs"];

    private static readonly string[] Words =
        ["SOURCE", "fields", "filter", "stats", "sort", "limit", "by", "as", "in", "asc", "desc", "and", "or", "ispresent", "count", "pct", "max", "bin"];

    [SkippableTheory]
    [InlineData("", 4)]
    [InlineData("rate(1 day)", 7)]
    public async Task The_dashboard_shows_metrics_that_exist_and_asks_logs_for_fields_that_are_there(string schedule, int count)
    {
        var template = await Template.OfStackAsync();
        var widgets = WidgetsOf(template, schedule);
        var (fields, reconcileFields) = (await FieldsAsync(), await ReconcileFieldsAsync());

        var ours = template.Of("AWS::Logs::MetricFilter").Select(filter => $"PostConfirmation/PostConfirmation {filter.Properties["MetricTransformations"]![0]!["MetricName"]}");
        string[] known = [.. ours,
            "AWS/Lambda Errors FunctionName PostConfirmation", "AWS/Lambda Throttles FunctionName PostConfirmation",
            "AWS/States ExecutionsSucceeded StateMachineArn states", "AWS/States ExecutionsFailed StateMachineArn states"];
        Assert.Equal(count, widgets.Count);
        Assert.All(widgets.SelectMany(MetricsOf), metric => Assert.Contains(metric, known));
        Assert.All(widgets.SelectMany(QueriesOf), query => AssertKnown(query, query.Contains(ReconcileLog, StringComparison.Ordinal) ? reconcileFields : fields));
        Assert.All(widgets, widget => Assert.Equal("r", (string?)widget["properties"]!["region"]));
    }

    [SkippableFact]
    public async Task The_documented_queries_ask_for_fields_that_are_there()
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf("docs/operations.md"));
        var queries = QueryBlock().Match(text).Groups["queries"].Value.Split("\n\n").Select(query => query.Trim()).ToList();
        var fields = await FieldsAsync();

        Assert.InRange(queries.Count, 5, 20);
        Assert.All(queries, query => Assert.StartsWith("# ", query, StringComparison.Ordinal));
        Assert.All(queries, query => AssertKnown(query[query.IndexOf('\n', StringComparison.Ordinal)..], fields));
    }

    [Fact]
    public void A_field_that_is_not_there_is_found() =>
        Assert.Equal(["elapsed"], UnknownIn("filter ispresent(outcome) | stats pct(elapsed, 50) as p50 by bin(1h) | sort p50 desc", new HashSet<string> { "outcome" }));

    /// <returns>The names of everything in the lines of users who met every outcome.</returns>
    private async Task<HashSet<string>> FieldsAsync()
    {
        emulators.Require();
        var subs = new List<string> { (await emulators.ConfirmAsync()).Sub, (await emulators.ConfirmAsync(("email_verified", "false"))).Sub };
        foreach (var missing in (string[][])[["APP_GROUP_NAME"], ["APP_TABLE_NAME"], ["APP_GROUP_NAME", "APP_TABLE_NAME"]])
        {
            var (name, sub) = await emulators.SignUpAsync();
            await using var functions = await emulators.StartFunctionsAsync(variables: missing.ToDictionary(setting => setting, _ => (string?)"missing"));
            await functions.InvokeAsync(emulators.Event(name, sub));
            subs.Add(sub);
        }

        HashSet<string> fields = [.. FromAws];
        foreach (var sub in subs)
            fields.UnionWith((await emulators.Log.OfAsync(sub, 1))[0].AsObject().Select(value => value.Key));
        await emulators.DeleteRecordAsync(subs[2]); // its pending_group does not exist, so Reconcile could not complete the user
        return fields;
    }

    /// <returns>The same for the scheduled repair: of a user who failed, a walk that ended, and one that could not.</returns>
    private async Task<HashSet<string>> ReconcileFieldsAsync()
    {
        var (_, sub) = await emulators.MissedAsync();
        await emulators.Table.Client.PutItemAsync(emulators.Table.Name, new() { ["PK"] = new($"USER#{sub}"), ["SK"] = new($"USER#{sub}"), ["pending_group"] = new("elsewhere") });
        HashSet<string> fields = [.. FromAws];
        foreach (var group in (string[])[emulators.UserPool.GroupName, "missing"])
        {
            await using var function = await ReconcileFunctionHost.StartAsync(
                emulators.UserPool.Endpoint, emulators.Table.Endpoint, emulators.UserPool.Id, emulators.Table.Name, group, TimeSpan.FromMinutes(15), ("RECONCILE_RATE", "1000"));
            await function.InvokeAsync("{}");
            fields.UnionWith((await function.Log.UntilAsync(line => line.Contains("\"outcome\":\"reconcile", StringComparison.Ordinal) && !line.Contains("reconcile-failed", StringComparison.Ordinal)))
                .SelectMany(line => JsonNode.Parse(line)!.AsObject().Select(value => value.Key)));
        }

        await emulators.DeleteRecordAsync(sub);
        return fields;
    }

    private static List<JsonNode> WidgetsOf(Template template, string schedule)
    {
        var body = template.Resolve(
            template.Resource("Dashboard")["Properties"]!["DashboardBody"]!,
            ("AWS::Region", "r"), ("LogGroup", "/aws/lambda/f"), ("ReconcileLogGroup", ReconcileLog), ("ReconcileStates", "states"), ("ReconcileSchedule", schedule));
        return [.. JsonNode.Parse(body)!["widgets"]!.AsArray().Select(widget => widget!)];
    }

    private static IEnumerable<string> MetricsOf(JsonNode widget) =>
        (widget["properties"]!["metrics"] as JsonArray ?? []).Select(metric => string.Join(' ', metric!.AsArray().Where(part => part is JsonValue)));

    private static IEnumerable<string> QueriesOf(JsonNode widget) => (string?)widget["properties"]!["query"] is { } query ? [query] : [];

    private static void AssertKnown(string query, IReadOnlySet<string> fields) => Assert.Empty(UnknownIn(query, fields));

    private static IEnumerable<string> UnknownIn(string query, IReadOnlySet<string> fields)
    {
        var aliases = Alias().Matches(query).Select(match => match.Groups["name"].Value);
        return Name().Matches(Text().Replace(query, "")).Select(match => match.Value)
            .Where(name => !char.IsAsciiDigit(name[0]) && !fields.Contains(name)).Except(Words).Except(aliases);
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|# [^\n]*""", RegexOptions.NonBacktracking)]
    private static partial Regex Text();

    [GeneratedRegex(@"\bas (?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Alias();

    [GeneratedRegex(@"[@\w.]+", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"one query at a time:\n\n```\n(?<queries>[^`]*)```", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex QueryBlock();
}
