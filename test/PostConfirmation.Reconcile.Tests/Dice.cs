namespace PostConfirmation.Reconcile.Tests;

/// <summary>Always the middle value, so that every pause has its nominal length.</summary>
internal sealed class NoJitter : Random
{
    public override double NextDouble() => 0.5;
}

/// <summary>Always the same value: 0 for the shortest pause, nearly 1 for the longest.</summary>
internal sealed class Loaded(double dice) : Random
{
    public override double NextDouble() => dice;
}
