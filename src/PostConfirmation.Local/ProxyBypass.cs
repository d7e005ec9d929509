namespace PostConfirmation.Local;

/// <summary>What goes to this machine goes past every proxy; the rest goes where the environment says.</summary>
internal static class ProxyBypass
{
    /// <summary>.NET, Python and curl look at the small letters first, other programs at the capitals.</summary>
    private static readonly string[] Variables = ["no_proxy", "NO_PROXY"];

    private static readonly string[] ThisMachine = ["127.0.0.1", "localhost", "::1", "[::1]"];

    /// <summary>For this process and all that it starts. Too late once the first request was made.</summary>
    public static void Set()
    {
        foreach (var (name, value) in From(Environment.GetEnvironmentVariable).ToList())
            Environment.SetEnvironmentVariable(name, value);
    }

    /// <param name="environment">Where proxies may be left out for other hosts already.</param>
    /// <returns>The variables to set.</returns>
    public static IEnumerable<KeyValuePair<string, string?>> From(Func<string, string?> environment)
    {
        var hosts = Variables.Select(environment).OfType<string>().SelectMany(value => value.Split(',')).Concat(ThisMachine).Distinct();
        var value = string.Join(',', hosts.Where(host => host.Length > 0));
        return Variables.Select(name => KeyValuePair.Create(name, (string?)value));
    }
}
