using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Writes lines for the current invocation, each at once and whole, in the format that the settings ask for.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html</remarks>
internal sealed class LambdaLogger(LambdaHost host) : ILambdaLogger
{
    private readonly Lock gate = new();
    private readonly bool json =
        string.Equals(host.Variable("AWS_LAMBDA_LOG_FORMAT"), "JSON", StringComparison.OrdinalIgnoreCase);
    private readonly LogLevel least = LogLevels.FromVariable(host.Variable("AWS_LAMBDA_LOG_LEVEL"));
    private volatile NextInvocation? invocation;

    /// <summary>From here on lines carry the ids of <paramref name="next"/>.</summary>
    public void Begin(NextInvocation next) => invocation = next;

    public void Log(string message) => Write(LogLevel.Information, message);

    public void LogLine(string message) => Write(LogLevel.Information, message);

    public void Log(string level, string message, params object?[] args) =>
        Log(LogLevels.FromName(level), message, args);

    public void Log(LogLevel level, string message, params object?[] args)
    {
        if (level >= least)
            Write(level, MessageTemplate.Fill(message, args), error: null);
    }

    /// <summary>Writes the text as it is: it may come from anywhere, so a brace in it means nothing.</summary>
    public void Write(LogLevel level, string text)
    {
        if (level >= least)
            Write(level, new FilledMessage(text, []), error: null);
    }

    public void Write(string text, ErrorReport error)
    {
        if (LogLevel.Error >= least)
            Write(LogLevel.Error, new FilledMessage(text, []), error);
    }

    private void Write(LogLevel level, FilledMessage message, ErrorReport? error)
    {
        var line = new LogLine(host.Clock.GetUtcNow(), level, invocation?.RequestId, invocation?.TraceId, message, error);
        var bytes = json ? line.ToJson() : line.ToText();
        lock (gate)
        {
            host.Log.Write(bytes);
            host.Log.Flush();
        }
    }
}
