using System.Diagnostics;

namespace PostConfirmation.Local;

/// <summary>The Reconcile executable, with endpoints of this machine.</summary>
internal static class ReconcileExecutable
{
    /// <summary>That of <c>RECONCILE_EXECUTABLE</c>, else the one that was built together with this assembly.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("RECONCILE_EXECUTABLE") is { Length: > 0 } path
        ? path
        : System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "PostConfirmation.Reconcile.exe" : "PostConfirmation.Reconcile");

    public static ProcessStartInfo StartInfo(Uri userPools, Uri tables, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path, arguments);
        // The user's own AWS profile must not be used here, least of all its credentials.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = userPools.AbsoluteUri;
        start.Environment["AWS_ENDPOINT_URL_DYNAMODB"] = tables.AbsoluteUri;
        start.Environment["AWS_REGION"] = LocalAws.Region;
        start.Environment["AWS_ACCESS_KEY_ID"] = start.Environment["AWS_SECRET_ACCESS_KEY"] = LocalAws.AccessKey;
        return start;
    }
}
