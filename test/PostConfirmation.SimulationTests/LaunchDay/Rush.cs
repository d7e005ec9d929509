using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>The function and Reconcile as they are, on a launch day, in virtual time.</summary>
internal sealed class Rush
{
    private const int Seed = 1;
    private static readonly TimeSpan LongestLookForTheMail = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BetweenRuns = TimeSpan.FromMinutes(1);

    private readonly VirtualTime clock = new();
    private readonly Random random = new(Seed);
    private readonly Plan plan;
    private readonly Region region;
    private readonly Function function;
    private readonly Client reconcile;
    private readonly Outcomes outcomes = new();
    private bool isOver;

    private Rush(Plan plan)
    {
        this.plan = plan;
        region = new(plan, clock);
        var client = new Client("function", region, new(Seed), clock);
        function = new(client.Cognito, client.DynamoDb, Some.Settings, clock, new(Seed));
        reconcile = new("Reconcile", region, new(Seed), clock);
    }

    public static Outcomes Run(Plan plan)
    {
        var rush = new Rush(plan);
        return rush.clock.Run(rush.RunAsync);
    }

    private async Task<Outcomes> RunAsync()
    {
        List<User> users = [.. Enumerable.Range(1, plan.Missed).Select(number => new User(number))];
        users.ForEach(region.Pool.Add);
        var repairing = plan.Beside is { } beside ? RepairAgainAndAgainAsync(beside) : Task.CompletedTask;
        await SignUpAllAsync(users);

        isOver = true;
        var end = clock.GetTimestamp();
        (outcomes.RepairedMeanwhile, outcomes.Lasted) = (reconcile.Writes, clock.Elapsed);
        await repairing;
        await RepairAsync(plan.Afterwards);
        outcomes.CompleteAfter = reconcile.LastWrite > end ? clock.GetElapsedTime(end, reconcile.LastWrite) : TimeSpan.Zero;
        outcomes.Incomplete = users.Count(user => !region.IsComplete(user));
        return outcomes;
    }

    /// <summary>Users whom Cognito refuses try again until they are let in.</summary>
    private async Task SignUpAllAsync(List<User> users)
    {
        var signUps = new List<Task>();
        var (arrival, admission) = (TimeSpan.Zero, TimeSpan.Zero);
        while ((arrival += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / plan.SignUpsPerSecond)) < plan.Duration)
        {
            admission += TimeSpan.FromSeconds(1 / plan.MostAdmittedPerSecond);
            admission = arrival > admission ? arrival : admission;
            if (admission > clock.Elapsed)
                await Task.Delay(admission - clock.Elapsed, clock);
            users.Add(new(users.Count + 1));
            signUps.Add(SignUpAsync(users[^1]));
        }

        await Task.WhenAll(signUps);
    }

    private async Task SignUpAsync(User user)
    {
        await Task.Delay(LongestLookForTheMail * random.NextDouble(), clock);
        region.Pool.Add(user);
        outcomes.Begin();
        outcomes.End(await LambdaInvocation.RunAsync(function, user, clock));
    }

    private async Task RepairAgainAndAgainAsync(Repair repair)
    {
        while (!isOver)
        {
            await RepairAsync(repair);
            await Task.Delay(BetweenRuns, clock);
        }
    }

    private async Task RepairAsync(Repair repair)
    {
        var (failed, invocations) = await repair.RunAsync(reconcile, clock, random);
        outcomes.FailedByReconcile += failed;
        outcomes.InvocationsOfTheLastRun = invocations;
    }
}
