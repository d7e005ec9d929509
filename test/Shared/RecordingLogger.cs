using Amazon.Lambda.Core;

namespace PostConfirmation.Tests.Shared;

internal sealed record LoggedLine(string Level, string Template, object?[] Values)
{
    /// <summary>The named values, which the JSON log format writes as properties.</summary>
    public Dictionary<string, object?> Properties => Names().Zip(Values).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);

    private IEnumerable<string> Names() =>
        Template.Split('{').Skip(1).Select(part => part[..part.IndexOf('}', StringComparison.Ordinal)]);
}

internal sealed class RecordingLogger : ILambdaLogger
{
    public List<LoggedLine> Lines { get; } = [];

    public void Log(string message) => Log("Information", message);

    public void LogLine(string message) => Log("Information", message);

    public void Log(string level, string message, params object?[] args) => Lines.Add(new(level, message, args));
}
