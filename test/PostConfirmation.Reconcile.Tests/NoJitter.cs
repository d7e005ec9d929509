namespace PostConfirmation.Reconcile.Tests;

/// <summary>Always the middle, so that every pause has its exact length.</summary>
internal sealed class NoJitter : Random
{
    protected override double Sample() => 0.5;

    public override double NextDouble() => 0.5;
}
