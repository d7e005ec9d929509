using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace PostConfirmation.Local;

/// <summary>The executable, endpoints and settings of a process of the function.</summary>
/// <param name="Executable">Null for <see cref="FunctionProcess.DefaultExecutable"/>.</param>
/// <param name="Variables">Further environment variables; null removes one.</param>
internal sealed record FunctionSettings(
    Uri Lambda,
    Uri UserPools,
    Uri Tables,
    string TableName,
    string GroupName,
    string? Executable = null,
    IReadOnlyDictionary<string, string?>? Variables = null);

/// <summary>The function's own executable, unchanged, in the environment that Lambda gives it.</summary>
internal sealed class FunctionProcess : IAsyncDisposable
{
    private readonly ChildProcess child;

    private FunctionProcess(ChildProcess child) => this.child = child;

    /// <summary>The one in <c>POSTCONFIRMATION_EXECUTABLE</c>, else the one that was built together with this assembly.</summary>
    public static string DefaultExecutable =>
        Environment.GetEnvironmentVariable("POSTCONFIRMATION_EXECUTABLE") is { Length: > 0 } path
            ? path
            : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "PostConfirmation.exe" : "PostConfirmation");

    /// <summary>Which set of AWS's packages it was built with, and why. (<c>dotnet run</c> hides the build's message.)</summary>
    public static string AwsPackages { get; } = typeof(FunctionProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(AwsPackages)).Value!;

    public int Id => child.Id;

    /// <summary>Its exit code, once it ended and all its lines were read. Never fails.</summary>
    public Task<int> Exited => child.Exited;

    public string LastLines => child.LastLines();

    /// <param name="onLine">Gets each line that the function writes.</param>
    public static FunctionProcess Start(FunctionSettings settings, Action<string>? onLine = null)
    {
        var executable = Path.GetFullPath(settings.Executable ?? DefaultExecutable);
        if (!File.Exists(executable))
            throw new LocalException($"There is no function at {executable}: build the solution, or name another executable with --function.");
        var start = new ProcessStartInfo(executable);

        // The function must not see the user's own AWS profile, least of all its credentials.
        foreach (var name in start.Environment.Keys.Where(IsAboutAwsOrUs).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Variables(settings))
            start.Environment[name] = value;

        try
        {
            return new(new ChildProcess(start, onLine));
        }
        catch (Win32Exception e)
        {
            throw new LocalException($"The function {executable} cannot be run: {e.Message}", e);
        }
    }

    public void Kill() => child.Kill();

    public ValueTask DisposeAsync() => child.DisposeAsync();

    private static bool IsAboutAwsOrUs(string name) =>
        name.StartsWith("AWS_", StringComparison.Ordinal) || name is "APP_TABLE_NAME" or "APP_GROUP_NAME" or "ALLOW_UNVERIFIED_USERS";

    /// <summary>What Lambda would set, and the settings.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Variables(FunctionSettings settings) =>
        new Dictionary<string, string?>
        {
            ["AWS_LAMBDA_RUNTIME_API"] = settings.Lambda.Authority,
            ["AWS_LAMBDA_FUNCTION_NAME"] = LambdaEndpoint.FunctionName,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{LambdaEndpoint.FunctionName}",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = string.Create(CultureInfo.InvariantCulture, $"local/{Environment.ProcessId}"),
            ["AWS_LAMBDA_LOG_FORMAT"] = "JSON",
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = settings.UserPools.AbsoluteUri,
            ["AWS_ENDPOINT_URL_DYNAMODB"] = settings.Tables.AbsoluteUri,
            ["AWS_REGION"] = LocalAws.Region,
            ["AWS_DEFAULT_REGION"] = LocalAws.Region,
            ["AWS_ACCESS_KEY_ID"] = LocalAws.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = LocalAws.AccessKey,
            ["APP_TABLE_NAME"] = settings.TableName,
            ["APP_GROUP_NAME"] = settings.GroupName,
        }
        .Concat(ProxyBypass.From(Environment.GetEnvironmentVariable))
        .Concat(settings.Variables ?? new Dictionary<string, string?>());
}
