using System.Text.Json.Serialization;

namespace PostConfirmation.Benchmarks;

/// <summary>Times in milliseconds.</summary>
internal sealed class Samples
{
    public List<double> Values { get; init; } = [];

    [JsonIgnore] public double Median => At(0.5);

    [JsonIgnore] public double Min => Values.Min();

    [JsonIgnore] public double Max => Values.Max();

    private double At(double quantile)
    {
        var sorted = Values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
