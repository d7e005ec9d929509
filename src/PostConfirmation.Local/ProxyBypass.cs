namespace PostConfirmation.Local;

/// <summary>Requests to this machine bypass every proxy; all others go where the environment says.</summary>
internal static class ProxyBypass
{
    /// <summary>.NET, Python and curl read the name in lower case first, other programs the one in upper case.</summary>
    private static readonly string[] Variables = ["no_proxy", "NO_PROXY"];

    private static readonly string[] ThisMachine = ["127.0.0.1", "localhost", "::1", "[::1]"];

    /// <summary>Sets them for this process and all that it starts. Must run before the first request.</summary>
    public static void Set()
    {
        foreach (var (name, value) in From(Environment.GetEnvironmentVariable).ToList())
            Environment.SetEnvironmentVariable(name, value);
    }

    /// <param name="environment">May already exclude other hosts from the proxy.</param>
    /// <returns>The variables to set.</returns>
    public static IEnumerable<KeyValuePair<string, string?>> From(Func<string, string?> environment)
    {
        var hosts = Variables.Select(environment).OfType<string>().SelectMany(value => value.Split(',')).Concat(ThisMachine).Distinct();
        var value = string.Join(',', hosts.Where(host => host.Length > 0));
        return Variables.Select(name => KeyValuePair.Create(name, (string?)value));
    }
}
