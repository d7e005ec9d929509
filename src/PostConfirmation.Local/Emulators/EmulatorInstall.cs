using System.Reflection;

namespace PostConfirmation.Local;

/// <summary>The emulators, in the <c>Emulators/npm</c> folder of this project's source.</summary>
internal static class EmulatorInstall
{
    private static readonly NpmPackages Packages = new(
        typeof(EmulatorInstall).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "EmulatorsFolder").Value!,
        "the emulators",
        "138 MB");

    /// <returns>The folder of the scripts that start the emulators.</returns>
    /// <inheritdoc cref="NpmPackages.EnsureAsync"/>
    public static Task<string> EnsureAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default) =>
        Packages.EnsureAsync(progress, cancellationToken);
}
