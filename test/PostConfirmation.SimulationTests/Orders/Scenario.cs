using System.Globalization;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>Who takes part in a run.</summary>
/// <param name="Events">Calls of the trigger for each user.</param>
/// <param name="Reconciles">Runs of Reconcile at the same time.</param>
/// <param name="Faults">The maximum number of faults in one run.</param>
/// <param name="Seed">Of the random pauses.</param>
internal sealed record Scenario(int Users, int Events, int Reconciles, Bystanders Beside, int Faults, int Seed = 0)
{
    public bool Has(Bystanders bystander) => Beside.HasFlag(bystander);

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString()
    {
        var beside = $"{Beside}".Replace(", ", "+", StringComparison.Ordinal);
        return $"users {Users}, events {Events}, reconciles {Reconciles}, beside {beside}, faults {Faults}, seed {Seed}";
    }

    public static Scenario Parse(string text)
    {
        var values = text.Split(", ").Select(part => part.Split(' ')[1]).ToArray();
        return new(Number(0), Number(1), Number(2), Enum.Parse<Bystanders>(values[3].Replace('+', ',')), Number(4), Number(5));

        int Number(int index) => int.Parse(values[index], CultureInfo.InvariantCulture);
    }
}

/// <summary>Others who use the table, each of them at most once for each user.</summary>
[Flags]
internal enum Bystanders
{
    Nobody = 0,

    /// <summary>The shop puts something into the cart of a record.</summary>
    Shop = 1,

    /// <summary>Writes a record of its own where there is none.</summary>
    Stranger = 2,

    /// <summary>Deletes a record.</summary>
    Eraser = 4,
}
