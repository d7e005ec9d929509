namespace PostConfirmation.SimulationTests.Orders;

/// <summary>Something that can happen next.</summary>
/// <param name="Subject">The process or request that it happens to.</param>
internal sealed record Step(object Subject, string What, Action Take, bool IsFault = false)
{
    /// <summary>The step's name, equal for the same step in another run.</summary>
    public string Name => $"{Subject} {What}";
}
