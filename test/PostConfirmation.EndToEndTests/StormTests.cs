using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;
using Xunit.Abstractions;

namespace PostConfirmation.EndToEndTests;

/// <summary>
/// Many sign-ups at once, a third of all calls of the services faulted, and processes killed. Its size and its dice:
/// <c>STORM_SIGN_UPS=1000 STORM_SEED=7 dotnet test test/PostConfirmation.EndToEndTests --filter Storm --logger "console;verbosity=detailed"</c>.
/// </summary>
[Collection(nameof(Playground))]
public sealed class StormTests(Playground playground, ITestOutputHelper output)
{
    private const double FaultyShare = 1.0 / 3;

    /// <summary>Of so many requests to a service, one costs the process that sent it its life; an early one, for a short storm.</summary>
    private const int OneKillIn = 300;

    private static readonly int SignUps = Number("STORM_SIGN_UPS", 60);

    private static readonly int Seed = Number("STORM_SEED", 1);

    /// <summary>They mostly wait, so there may be more of them than processors.</summary>
    private static readonly int Processes = Number("STORM_PROCESSES", SignUps < 500 ? 4 : 8);

    [SkippableFact]
    public async Task Storm_of_faults_loses_nobody_and_overwrites_nothing()
    {
        playground.Require();
        var services = new FaultyServices(playground);
        try
        {
            await services.StartAsync(Processes);
            services.Plan(number => Planned(services.Fleet, 2 * Seed, number), number => Planned(services.Fleet, (2 * Seed) + 1, number));

            var started = Stopwatch.GetTimestamp();
            var stories = new ConcurrentBag<Story>();
            var teller = new StoryTeller(playground, services.Fleet);
            await Parallel.ForEachAsync(
                Enumerable.Range(1, SignUps),
                new ParallelOptions { MaxDegreeOfParallelism = Processes },
                async (number, _) => stories.Add(await teller.LiveAsync(number)));
            var elapsed = Stopwatch.GetElapsedTime(started);

            var ends = new ConcurrentBag<Aftermath>();
            await Parallel.ForEachAsync(
                stories, async (story, _) => ends.Add(await Aftermath.OfAsync(story, playground, services.Ledger)));
            output.WriteLine(Table([.. ends], services, elapsed));

            foreach (var end in ends)
            {
                foreach (var problem in end.Problems())
                    output.WriteLine($"{end.Story.Sub} {problem}");
            }

            Assert.DoesNotContain(ends, end => end.Problems().Any());
            // From the hand-out: where Lambda has no free process it starts another, and nobody waits for one.
            Assert.All(stories.SelectMany(story => story.Results), result => Assert.InRange(result.Duration, TimeSpan.Zero, FaultyServices.InTime));
            AssertSupportFinds(stories, services.Fleet.Log);
            services.AssertNothingElseWentWrong();
            output.WriteLine(await AfterTheStorm.RepairAsync(playground, services, [.. ends]));
        }
        finally
        {
            await services.DisposeAsync();
        }
    }

    private static Fault? Planned(Fleet fleet, int seed, int number) =>
        number % OneKillIn == 40
            ? Fault.Kill(fleet, afterTheWork: number / OneKillIn % 2 == 0)
            : new FaultPlan(seed, FaultyShare).For(number);

    /// <summary>The reference that a client was given leads to a line that says what failed.</summary>
    private static void AssertSupportFinds(IEnumerable<Story> stories, FunctionLog log)
    {
        var failed = log.Lines.Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["outcome"] == "failed" && line["step"] is not null)
            .Select(line => ((string?)line["requestId"], (string?)line["sub"])).ToHashSet();
        foreach (var story in stories)
        {
            foreach (var result in story.Results.Where(result => result.ErrorMessage == Words.OfTheFunction(result)))
                Assert.Contains((result.RequestId, story.Sub), failed);
        }
    }

    private static string Table(Aftermath[] ends, FaultyServices services, TimeSpan elapsed)
    {
        var results = ends.SelectMany(end => end.Story.Results).ToArray();
        var subs = ends.Select(end => end.Story.Sub).ToHashSet();
        var lines = services.Fleet.Log.Lines.Select(line => JsonNode.Parse(line)!).Where(line => subs.Contains((string?)line["sub"] ?? ""));
        var figures = new Figures();
        figures.Add("seed", Seed);
        figures.Add("sign-ups", ends.Length);
        figures.Add("calls of the trigger", results.Length);
        figures.Add("requests to the services", services.UserPools.Actions.Count + services.Tables.Actions.Count);
        figures.AddCounts("  faulted: ", services.UserPools.Faults.Concat(services.Tables.Faults).Select(fault => fault.Name));
        figures.Add("processes", Processes);
        figures.Add("processes started in the place of killed ones", services.Fleet.Started - Processes);
        figures.AddCounts("outcome: ", lines.Select(line => (string)line["outcome"]!));
        figures.Add("outcome: process killed", results.Count(result => result.ErrorMessage == Words.OfLambda(result)));
        figures.Add("clients that saw success", ends.Count(end => end.Story.Shown is { IsError: false }));
        figures.Add("clients that saw our words and the reference", ends.Count(end => end.Story.Shown is { } shown && shown.ErrorMessage == Words.OfTheFunction(shown)));
        figures.Add("clients that saw Lambda's words (killed)", ends.Count(end => end.Story.Shown is { } shown && shown.ErrorMessage == Words.OfLambda(shown)));
        figures.Add("clients in a hurry that saw no answer", ends.Count(end => end.Story.Shown is null));
        figures.Add("records", ends.Count(end => end.Record is not null));
        figures.Add("  with pending_group", ends.Count(end => end.IsPending));
        figures.Add("  with a cart filled in between", ends.Count(end => end.Story.Shopped));
        figures.Add("members of the group", ends.Count(end => end.IsMember));
        figures.Add("promises broken", ends.Sum(end => end.Problems().Count()));
        figures.Add("answers", results.Where(result => !result.IsError || result.ErrorMessage == Words.OfTheFunction(result)).Select(result => result.Duration));
        figures.Add("the whole storm", elapsed);
        return figures.ToString();
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
