using System.Text.Json;
using System.Text.Json.Serialization;

namespace PostConfirmation.Benchmarks;

/// <summary>All results of a run, which <c>--json</c> writes, and from which the tables and the chart are made.</summary>
/// <param name="Conditions">How the services were reached, and from when on the CPU share held.</param>
internal sealed record Results(
    DateOnly Date,
    string Machine,
    string AwsPackages,
    string Conditions,
    IReadOnlyList<VariantResults> Variants,
    FirstCall? FirstCall,
    IReadOnlyList<string> LeftOut)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Options));

    public static Results Load(string file) => JsonSerializer.Deserialize<Results>(File.ReadAllText(file), Options)!;

    public VariantResults? Find(string name) => Variants.SingleOrDefault(variant => variant.Name == name);
}

internal sealed record VariantResults(string Name, string Title, string Version, long ZipBytes)
{
    /// <summary>The peak of resident memory (VmHWM), at full speed.</summary>
    public long PeakKb { get; set; }

    /// <summary>By the name of the CPU share.</summary>
    public Dictionary<string, Times> Shares { get; init; } = [];
}

/// <param name="Start">From the start of the process until it asked for work.</param>
/// <param name="First">From the start of the process to the answer of its first invocation.</param>
/// <param name="Warm">From the moment when the process gets an invocation to its answer, after the warm-up.</param>
/// <param name="Pause">The same, after the services have closed every connection.</param>
/// <param name="LongPause">The same after more than five minutes.</param>
internal sealed record Times(Samples Start, Samples First, Samples Warm, Samples Pause, Samples LongPause)
{
    public static Times None() => new(new(), new(), new(), new(), new());
}

/// <summary>The function with TLS and a slow network between.</summary>
/// <param name="With">The first call, connected during the start.</param>
/// <param name="Without">The first call where the services refused to be connected to during the start.</param>
internal sealed record FirstCall(double RoundTripMs, Samples With, Samples Without, Samples Warm);
