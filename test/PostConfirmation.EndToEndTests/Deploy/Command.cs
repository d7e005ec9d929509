using System.Diagnostics;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>What a program wrote, and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public string Everything => Output + Error;

    /// <summary>What it wrote to the standard output, without empty lines.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A program as a person starts it.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Skips the test where a program is missing; with <c>CI=true</c> that fails.</summary>
    public static void Require(params string[] programs)
    {
        foreach (var program in programs.Where(program => Find(program) is null))
            Skip(program + " is not on the PATH");
    }

    /// <inheritdoc cref="Require"/>
    public static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        throw new SkipException(reason);
    }

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <param name="input">All of its standard input.</param>
    /// <param name="variables">More of its environment; a null value removes a variable.</param>
    public static async Task<CommandResult> RunAsync(
        string program, string[] arguments, string input = "", IReadOnlyDictionary<string, string?>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        await process.WaitForExitAsync().WaitAsync(Patience);
        return new(process.ExitCode, await output, await error);
    }
}
