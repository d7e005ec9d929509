using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>What goes wrong with a service's requests and connections, and how: always the same for a seed and a number.</summary>
/// <param name="share">Of the requests, and of the connections, from 0 to 1.</param>
internal sealed class FaultPlan(int seed, double share)
{
    private const int MinLateMs = 500;
    private const int MaxLateMs = 10_000;
    private const int MaxFlightMs = 300;
    private const int MaxLifeMs = 3000;

    public Fault? ForRequest(int number)
    {
        var dice = Dice(number, salt: 0);
        if (dice.NextDouble() >= share)
            return null;

        var fault = Fault.All[dice.Next(Fault.All.Count)];
        return fault.Name == "late" ? Fault.Late(TimeSpan.FromMilliseconds(dice.Next(MinLateMs, MaxLateMs + 1))) : fault;
    }

    /// <summary>A connection fails while it is made, or is good for a while and then ends in one of three ways.</summary>
    public ConnectionFault? ForConnection(int number)
    {
        var dice = Dice(number, salt: 1);
        if (dice.NextDouble() >= share)
            return null;

        var life = TimeSpan.FromMilliseconds(dice.Next(MaxLifeMs));
        ConnectionFault[] all =
        [
            ConnectionFault.NeverAnswered, ConnectionFault.HalfAHello, ConnectionFault.Closed, ConnectionFault.Reset,
            ConnectionFault.Late(TimeSpan.FromMilliseconds(dice.Next(MaxFlightMs + 1))),
            ConnectionFault.Ends("closed in its life", life, connection => connection.Close()),
            ConnectionFault.Ends("reset in its life", life, connection => connection.Reset()),
            ConnectionFault.Ends("silently gone in its life", life, connection => connection.Silence()),
        ];
        return all[dice.Next(all.Length)];
    }

    /// <summary>Far from the dice of the next number, and not from the hash code of a tuple, which differs from run to run.</summary>
    private Random Dice(int number, int salt) =>
        new(unchecked((seed * -1_640_531_535) ^ (number * -2_048_144_777) ^ (salt * 668_265_263)));
}
