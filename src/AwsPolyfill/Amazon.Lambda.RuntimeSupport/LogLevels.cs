using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The three spellings of a level: of the API, of Lambda's settings, and of a text line.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html</remarks>
internal static class LogLevels
{
    /// <summary>From the value of <c>AWS_LAMBDA_LOG_LEVEL</c>.</summary>
    public static LogLevel FromVariable(string? value) => value?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    public static LogLevel FromName(string name)
    {
        for (var level = LogLevel.Trace; level <= LogLevel.Critical; level++)
        {
            if (string.Equals(Name(level), name, StringComparison.OrdinalIgnoreCase))
                return level;
        }

        return LogLevel.Information;
    }

    public static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "Trace",
        LogLevel.Debug => "Debug",
        LogLevel.Warning => "Warning",
        LogLevel.Error => "Error",
        LogLevel.Critical => "Critical",
        _ => "Information",
    };

    public static string Abbreviation(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        LogLevel.Critical => "crit",
        _ => "info",
    };
}
