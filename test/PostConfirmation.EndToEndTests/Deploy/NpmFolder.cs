using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>A folder of this repository with a <c>package-lock.json</c>, whose packages are installed once.</summary>
/// <param name="path">From the root, with slashes.</param>
internal sealed class NpmFolder(string path)
{
    private readonly Lazy<Task> installed = new(() => InstallAsync(Repository.PathOf(path)));

    public string Path => Repository.PathOf(path);

    /// <summary>Skips the test where there is no Node or no connection; with <c>CI=true</c> that fails.</summary>
    public async Task RequireAsync()
    {
        try
        {
            await installed.Value;
        }
        catch (LocalException e)
        {
            Command.Skip(e.Message);
        }
    }

    /// <returns>What a script wrote to its standard output.</returns>
    public static async Task<string> NodeAsync(string[] arguments, string input = "", IReadOnlyDictionary<string, string?>? variables = null)
    {
        var result = await Command.RunAsync("node", arguments, input, variables);
        Assert.True(result.ExitCode == 0, result.Everything);
        return result.Output;
    }

    private static async Task InstallAsync(string folder)
    {
        await NodeTools.CheckAsync(default);
        var (wanted, installed) = (System.IO.Path.Combine(folder, "package-lock.json"), System.IO.Path.Combine(folder, "node_modules", "installed-lock.json"));
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == await File.ReadAllTextAsync(wanted))
            return;
        await NodeTools.InstallAsync(folder, progress: null, default);
        File.Copy(wanted, installed);
    }
}
