using System.Reflection;

namespace PostConfirmation.Benchmarks;

internal static class Folders
{
    public static string Root { get; } =
        typeof(Folders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Root").Value!;

    public static string Benchmarks { get; } = Path.Combine(Root, "test", "PostConfirmation.Benchmarks");

    /// <summary>What this program builds. Below bin, so that no project compiles it.</summary>
    public static string Built(string variant) => Path.Combine(Benchmarks, "bin", "variants", variant);
}
