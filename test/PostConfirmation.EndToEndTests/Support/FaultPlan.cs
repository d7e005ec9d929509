using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>The faults of a service's requests and connections. The seed and the number decide, so that a run can be repeated.</summary>
/// <param name="share">The share of requests and of connections with a fault, from 0 to 1.</param>
internal sealed class FaultPlan(int seed, double share)
{
    private const int MinLateMs = 500;
    private const int MaxLateMs = 10_000;
    private const int MaxFlightMs = 300;
    private const int MaxLifeMs = 3000;

    public Fault? ForRequest(int number)
    {
        var random = RandomFor(number, salt: 0);
        if (random.NextDouble() >= share)
            return null;

        var fault = Fault.All[random.Next(Fault.All.Count)];
        return fault.Name == "late" ? Fault.Late(TimeSpan.FromMilliseconds(random.Next(MinLateMs, MaxLateMs + 1))) : fault;
    }

    /// <summary>A connection fails while it is opened, or is good for a while and then ends in one of three ways.</summary>
    public ConnectionFault? ForConnection(int number)
    {
        var random = RandomFor(number, salt: 1);
        if (random.NextDouble() >= share)
            return null;

        var life = TimeSpan.FromMilliseconds(random.Next(MaxLifeMs));
        ConnectionFault[] all =
        [
            ConnectionFault.NeverAnswered, ConnectionFault.HalfAHello, ConnectionFault.Closed, ConnectionFault.Reset,
            ConnectionFault.Late(TimeSpan.FromMilliseconds(random.Next(MaxFlightMs + 1))),
            ConnectionFault.Ends("closed in its life", life, connection => connection.Close()),
            ConnectionFault.Ends("reset in its life", life, connection => connection.Reset()),
            ConnectionFault.Ends("silently gone in its life", life, connection => connection.Silence()),
        ];
        return all[random.Next(all.Length)];
    }

    /// <summary>Independent random numbers for neighbouring numbers. Not a tuple's hash code, which differs from run to run.</summary>
    private Random RandomFor(int number, int salt) =>
        new(unchecked((seed * -1_640_531_535) ^ (number * -2_048_144_777) ^ (salt * 668_265_263)));
}
