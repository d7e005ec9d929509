using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Which of a proxy's requests go wrong, and how: always the same for a seed and a request's number.</summary>
/// <param name="share">Of the requests, from 0 to 1.</param>
internal sealed class FaultPlan(int seed, double share)
{
    private const int MinLateMs = 500;
    private const int MaxLateMs = 10_000;

    public Fault? For(int number)
    {
        // Far from the dice of the next number, and not the hash code of a tuple, which differs from run to run.
        var dice = new Random(unchecked((seed * -1_640_531_535) ^ (number * -2_048_144_777)));
        if (dice.NextDouble() >= share)
            return null;

        var fault = Fault.All[dice.Next(Fault.All.Count)];
        return fault.Name == "late" ? Fault.Late(TimeSpan.FromMilliseconds(dice.Next(MinLateMs, MaxLateMs + 1))) : fault;
    }
}
