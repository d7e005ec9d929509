using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local.Faults;
using Xunit.Abstractions;

namespace PostConfirmation.EndToEndTests;

/// <summary>
/// Many sign-ups at once, a third of all requests to the services and of all connections faulted, and processes killed. Its size and its seed:
/// <c>STORM_SIGN_UPS=1000 STORM_SEED=7 dotnet test test/PostConfirmation.EndToEndTests --filter Storm --logger "console;verbosity=detailed"</c>.
/// </summary>
[Collection(nameof(Alone))]
public sealed class StormTests(EmulatorFixture emulators, ITestOutputHelper output)
{
    private const double FaultyShare = 1.0 / 3;

    /// <summary>One of so many requests kills the process that sent it; an early one, for a short storm.</summary>
    private const int OneKillIn = 300;

    private static readonly int SignUps = Number("STORM_SIGN_UPS", 60);

    private static readonly int Seed = Number("STORM_SEED", 1);

    /// <summary>More than there are processors, because they mostly wait.</summary>
    private static readonly int Processes = Number("STORM_PROCESSES", SignUps < 500 ? 4 : 8);

    [SkippableFact]
    public async Task Storm_of_faults_loses_nobody_and_overwrites_nothing()
    {
        emulators.Require();
        var services = new FaultyServices(emulators);
        try
        {
            await services.StartAsync(Processes);
            var (userPools, tables) = (new FaultPlan(2 * Seed, FaultyShare), new FaultPlan((2 * Seed) + 1, FaultyShare));
            services.Plan(number => Planned(services.FunctionPool, userPools, number), number => Planned(services.FunctionPool, tables, number));
            services.PlanConnections(userPools.ForConnection, tables.ForConnection);

            var started = Stopwatch.GetTimestamp();
            var signUps = new ConcurrentBag<SignUpRun>();
            var scenario = new SignUpScenario(emulators, services.FunctionPool);
            await Parallel.ForEachAsync(
                Enumerable.Range(1, SignUps),
                new ParallelOptions { MaxDegreeOfParallelism = Processes },
                async (number, _) => signUps.Add(await scenario.RunAsync(number)));
            var elapsed = Stopwatch.GetElapsedTime(started);

            var ends = new ConcurrentBag<FinalState>();
            await Parallel.ForEachAsync(
                signUps, async (signUp, _) => ends.Add(await FinalState.ReadAsync(signUp, emulators, services.RecordedWrites)));
            output.WriteLine(Table([.. ends], services, elapsed));

            foreach (var end in ends)
            {
                foreach (var problem in end.Problems())
                    output.WriteLine($"{end.SignUp.Sub} {problem}");
            }

            Assert.DoesNotContain(ends, end => end.Problems().Any());
            // Without the wait for a free process: Lambda would start another one.
            Assert.All(signUps.SelectMany(signUp => signUp.Results), result => Assert.InRange(result.Duration, TimeSpan.Zero, FaultyServices.InTime));
            Assert.Empty(services.RecordedWrites.Unconditional);
            AssertSupportFinds(signUps, services.FunctionPool.Log);
            services.AssertNothingElseWentWrong();
            output.WriteLine(await ReconcileCheck.RunAsync(emulators, services, [.. ends]));
        }
        finally
        {
            await services.DisposeAsync();
        }
    }

    private static Fault? Planned(FunctionPool functionPool, FaultPlan plan, int number) =>
        number % OneKillIn == 40
            ? functionPool.Kill(afterTheWork: number / OneKillIn % 2 == 0)
            : plan.ForRequest(number);

    /// <summary>The reference that a client saw is in a log line that says what failed.</summary>
    private static void AssertSupportFinds(IEnumerable<SignUpRun> signUps, FunctionLog log)
    {
        var failed = log.Lines.Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["outcome"] == "failed" && line["step"] is not null)
            .Select(line => ((string?)line["requestId"], (string?)line["sub"])).ToHashSet();
        foreach (var signUp in signUps)
        {
            foreach (var result in signUp.Results.Where(result => result.ErrorMessage == ExpectedErrors.FromFunction(result)))
                Assert.Contains((result.RequestId, signUp.Sub), failed);
        }
    }

    private static string Table(FinalState[] ends, FaultyServices services, TimeSpan elapsed)
    {
        var results = ends.SelectMany(end => end.SignUp.Results).ToArray();
        var subs = ends.Select(end => end.SignUp.Sub).ToHashSet();
        var lines = services.FunctionPool.Log.Lines.Select(line => JsonNode.Parse(line)!).Where(line => subs.Contains((string?)line["sub"] ?? ""));
        var figures = new Figures();
        figures.Add("seed", Seed);
        figures.Add("sign-ups", ends.Length);
        figures.Add("calls of the trigger", results.Length);
        figures.Add("requests to the services", services.UserPools.Actions.Count + services.Tables.Actions.Count);
        figures.AddCounts("  faulted: ", services.UserPools.Faults.Concat(services.Tables.Faults).Select(fault => fault.Name));
        figures.Add("connections to the services", services.UserPoolConnections.Connections + services.TableConnections.Connections);
        figures.AddCounts("  faulted: ", services.UserPoolConnections.Faults.Concat(services.TableConnections.Faults).Select(fault => fault.Name));
        figures.Add("processes", Processes);
        figures.Add("processes started in the place of killed ones", services.FunctionPool.Started - Processes);
        figures.AddCounts("outcome: ", lines.Select(line => (string)line["outcome"]!));
        figures.Add("outcome: process killed", results.Count(result => result.ErrorMessage == ExpectedErrors.FromLambda(result)));
        figures.Add("clients that saw success", ends.Count(end => end.SignUp.Shown is { IsError: false }));
        figures.Add("clients that saw our words and the reference", ends.Count(end => end.SignUp.Shown is { } shown && shown.ErrorMessage == ExpectedErrors.FromFunction(shown)));
        figures.Add("clients that saw Lambda's words (killed)", ends.Count(end => end.SignUp.Shown is { } shown && shown.ErrorMessage == ExpectedErrors.FromLambda(shown)));
        figures.Add("clients in a hurry that saw no answer", ends.Count(end => end.SignUp.Shown is null));
        figures.Add("records", ends.Count(end => end.Record is not null));
        figures.Add("  with pending_group", ends.Count(end => end.IsPending));
        figures.Add("  with a cart filled in between", ends.Count(end => end.SignUp.Shopped));
        figures.Add("members of the group", ends.Count(end => end.IsMember));
        figures.Add("promises broken", ends.Sum(end => end.Problems().Count()));
        figures.Add("answers", results.Where(result => !result.IsError || result.ErrorMessage == ExpectedErrors.FromFunction(result)).Select(result => result.Duration));
        figures.Add("the whole storm", elapsed);
        return figures.ToString();
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
