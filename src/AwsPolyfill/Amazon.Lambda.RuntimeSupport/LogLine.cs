using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One line of the log, newline included, in either format.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/csharp-logging.html</remarks>
internal sealed record LogLine(
    DateTimeOffset Time, LogLevel Level, NextInvocation? Invocation, string Message, KeyValuePair<string, object?>[] Values, Exception? Error)
{
    private string Timestamp => $"{Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";

    public byte[] ToJson()
    {
        var line = new JsonObject { ["timestamp"] = Timestamp, ["level"] = Level.ToString() };
        if (Invocation is not null)
            line["requestId"] = Invocation.AwsRequestId;
        if (Invocation?.TraceId is { } traceId)
            line["traceId"] = traceId;
        line["message"] = Message;
        foreach (var (name, value) in Values)
            line[name] = ToJson(value);
        if (Error is not null)
        {
            line["errorType"] = Error.GetType().FullName;
            line["errorMessage"] = Error.Message;
            line["stackTrace"] = ExceptionText.ToJson(Error.ToString());
        }
        return Encoding.UTF8.GetBytes(line.ToJsonString() + "\n");
    }

    /// <summary>An exception takes several lines.</summary>
    public byte[] ToText() => Encoding.UTF8.GetBytes($"{Timestamp}\t{Invocation?.AwsRequestId}\t{Abbreviation}\t{Message}{Error}\n");

    private string Abbreviation => Level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        LogLevel.Critical => "crit",
        _ => "info",
    };

    /// <summary>Numbers and booleans keep their type.</summary>
    private static JsonValue? ToJson(object? value) => value switch
    {
        bool boolean => JsonValue.Create(boolean),
        int number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create($"{value}"),
    };
}
