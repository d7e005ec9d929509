using System.Reflection;

namespace PostConfirmation.EndToEndTests.Deploy;

internal static class Repository
{
    private static readonly string Folder =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryFolder").Value!;

    /// <param name="path">From the root, with slashes.</param>
    public static string PathOf(string path) => Path.Combine(Folder, path);
}
