namespace PostConfirmation.SimulationTests.Orders;

/// <summary>Something that can happen next.</summary>
/// <param name="Subject">To whom, or to which request.</param>
internal sealed record Step(object Subject, string What, Action Take, bool IsFault = false)
{
    /// <summary>The same wherever the same can happen.</summary>
    public string Name => $"{Subject} {What}";
}
