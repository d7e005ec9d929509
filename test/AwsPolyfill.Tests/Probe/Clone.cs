using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace AwsPolyfill.Tests.Probe;

/// <summary>A clone with only the files that choose the packages, and a feed of empty packages.</summary>
internal sealed class Clone : IDisposable
{
    private static readonly string Repository = typeof(Clone).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryFolder").Value!;

    private readonly string root = Directory.CreateTempSubdirectory("clone-").FullName;

    public Clone()
    {
        var probe = Directory.CreateDirectory(Path.Combine(root, "src", "AwsPolyfill", "probe")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository, "src", "AwsPolyfill", "probe")))
            File.Copy(file, Path.Combine(probe, Path.GetFileName(file)));
        foreach (var file in Directory.EnumerateFiles(Repository, "Directory.*"))
            File.Copy(file, Path.Combine(root, Path.GetFileName(file)));

        var app = Directory.CreateDirectory(Path.Combine(root, "src", "App")).FullName;
        var references = AwsPackages.Select(package => $"""<PackageReference Include="{package.Id}" Condition="'$(AwsPackages)' == 'official'" />""");
        File.WriteAllText(Path.Combine(app, "App.csproj"), $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{string.Concat(references)}</ItemGroup></Project>""");
        File.WriteAllText(Path.Combine(root, "App.sln"), """
            Microsoft Visual Studio Solution File, Format Version 12.00
            Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "App", "src\App\App.csproj", "{A9D1C1A5-8C0B-4C0F-9E7B-0F6F5A1B2C3D}"
            EndProject
            Global
              GlobalSection(SolutionConfigurationPlatforms) = preSolution
                Debug|Any CPU = Debug|Any CPU
              EndGlobalSection
              GlobalSection(ProjectConfigurationPlatforms) = postSolution
                {A9D1C1A5-8C0B-4C0F-9E7B-0F6F5A1B2C3D}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
                {A9D1C1A5-8C0B-4C0F-9E7B-0F6F5A1B2C3D}.Debug|Any CPU.Build.0 = Debug|Any CPU
              EndGlobalSection
            EndGlobal
            """);
        File.WriteAllText(Path.Combine(root, "nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
            </configuration>
            """);
    }

    /// <summary>As the repository lists them.</summary>
    public static (string Id, string Version)[] AwsPackages { get; } =
        [.. Versions("Directory.Packages.props", "PackageVersion").Where(item => item.Attribute("AwsPackages")?.Value == "official").Select(Package)];

    /// <summary>Every project has it.</summary>
    public static (string Id, string Version) Analyzer { get; } = Package(Versions("Directory.Build.props", "GlobalPackageReference").Single());

    public void Dispose() => Directory.Delete(root, recursive: true);

    public void Feed((string Id, string Version)[] packages)
    {
        var feed = Directory.CreateDirectory(Path.Combine(root, "feed")).FullName;
        foreach (var (id, version) in packages)
        {
            using var package = ZipFile.Open(Path.Combine(feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Update);
            using var nuspec = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
            nuspec.Write($"<package><metadata><id>{id}</id><version>{version}</version><authors>-</authors><description>-</description></metadata></package>");
        }
    }

    public void NoFeed() => Directory.Delete(Directory.CreateDirectory(Path.Combine(root, "feed")).FullName);

    public void ChangeVersions() => File.AppendAllText(Path.Combine(root, "Directory.Packages.props"), "<!-- changed -->");

    /// <returns>What the command printed.</returns>
    public async Task<string> RestoreAsync(string arguments = "src/App", bool succeeds = true)
    {
        var (exitCode, said) = await DotNetAsync($"restore {arguments}");
        Assert.True(succeeds == (exitCode == 0), said);
        return said;
    }

    /// <summary>The set that a build would take now.</summary>
    public async Task<string> AwsPackagesAsync() => (await DotNetAsync("msbuild src/App -getProperty:AwsPackages")).Said.Trim();

    private async Task<(int ExitCode, string Said)> DotNetAsync(string arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The choice for the build of these tests must not affect this one.
            Environment = { ["AwsPackages"] = null, ["MSBuildSDKsPath"] = null, ["MSBuildExtensionsPath"] = null, ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }

    private static IEnumerable<XElement> Versions(string file, string item) => XDocument.Load(Path.Combine(Repository, file)).Descendants(item);

    private static (string Id, string Version) Package(XElement item) => (item.Attribute("Include")!.Value, item.Attribute("Version")!.Value);
}
