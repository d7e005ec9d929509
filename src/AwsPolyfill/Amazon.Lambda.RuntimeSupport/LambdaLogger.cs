using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Writes log lines for the current invocation in the configured format, each line with a single write.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html</remarks>
internal sealed class LambdaLogger(LambdaHost host) : ILambdaLogger
{
    private readonly Lock gate = new();
    private readonly bool json = host.Variable("AWS_LAMBDA_LOG_FORMAT") == "JSON";
    private readonly LogLevel least = host.Variable("AWS_LAMBDA_LOG_LEVEL") switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    private volatile NextInvocation? invocation;

    /// <summary>From here on lines carry the ids of <paramref name="next"/>.</summary>
    public void Begin(NextInvocation next) => invocation = next;

    public void Log(string level, string message, params object?[] args)
    {
        // Literal and name in turn: "outcome={outcome} sub={sub}".
        var parts = message.Split('{', '}');
        var values = parts.Where((_, i) => i % 2 == 1).Zip(args, KeyValuePair.Create).ToArray();
        Write(Enum.Parse<LogLevel>(level), string.Concat(parts.Select((part, i) => i % 2 == 1 ? $"{args[i / 2]}" : part)), values);
    }

    public void Write(Exception error) => Write(LogLevel.Error, "", [], error);

    /// <summary>Writes the text as it is. It can come from anywhere, so braces in it are not placeholders.</summary>
    public void Write(LogLevel level, string text) => Write(level, text, []);

    private void Write(LogLevel level, string text, KeyValuePair<string, object?>[] values, Exception? error = null)
    {
        if (level < least)
            return;
        var line = new LogLine(host.Clock.GetUtcNow(), level, invocation, text, values, error);
        var bytes = json ? line.ToJson() : line.ToText();
        lock (gate)
        {
            host.Log.Write(bytes);
            host.Log.Flush();
        }
    }
}
