using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>The results of a launch day.</summary>
internal sealed class Outcomes
{
    private readonly List<double> answers = [];
    private int running;

    public int SignUps => answers.Count;

    /// <summary>Users who signed up, and were not in the group yet.</summary>
    public int Deferred { get; private set; }

    /// <summary>Users who saw an error.</summary>
    public int Failed { get; private set; }

    /// <summary>Invocations that ran at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public double DeferredShare => (double)Deferred / SignUps;

    /// <summary>Users whom Reconcile beside the sign-ups completed, before the last of them.</summary>
    public int RepairedMeanwhile { get; set; }

    public double RepairedPerSecond => RepairedMeanwhile / Lasted.TotalSeconds;

    /// <summary>From the first sign-up to the last.</summary>
    public TimeSpan Lasted { get; set; }

    /// <summary>When everything is over: users who lack something.</summary>
    public int Incomplete { get; set; }

    /// <summary>From the last sign-up on.</summary>
    public TimeSpan CompleteAfter { get; set; }

    /// <summary>Users whom a run of Reconcile gave up.</summary>
    public long FailedByReconcile { get; set; }

    /// <summary>Of the Lambda function.</summary>
    public int InvocationsOfTheLastRun { get; set; }

    public void Begin() => MostAtOnce = Math.Max(MostAtOnce, ++running);

    public void End(FunctionResult result)
    {
        running--;
        answers.Add(result.Took.TotalMilliseconds);
        Failed += result.IsSuccess ? 0 : 1;
        Deferred += result.Outcome == Outcome.GroupDeferred ? 1 : 0;
    }

    /// <returns>Within how many milliseconds so many of the sign-ups were answered.</returns>
    public double AnsweredWithin(double share)
    {
        answers.Sort();
        return answers[(int)(share * (answers.Count - 1))];
    }
}
