using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>A folder of this repository with a <c>package-lock.json</c>, whose packages are installed once.</summary>
/// <param name="path">From the root, with slashes.</param>
internal sealed class NpmFolder(string path)
{
    private readonly Lazy<Task> installed = new(() => new NpmPackages(Repository.PathOf(path), $"the packages of {path}").EnsureAsync());

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
}
