namespace Amazon.Lambda.Core;

/// <summary>Writes to the function's log.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/csharp-logging.html</remarks>
public interface ILambdaLogger
{
    /// <summary>
    /// Writes a message template with named values (<c>"{outcome} after {elapsedMs} ms"</c>). In the JSON log
    /// format each value is also a property of the line; numbers and booleans keep their type.
    /// </summary>
    /// <param name="level">A name of <see cref="LogLevel"/>.</param>
    /// <param name="message">The template.</param>
    /// <param name="args">The values, in the order of their names.</param>
    void Log(string level, string message, params object?[] args);

    /// <inheritdoc cref="Log(string, string, object?[])"/>
    void Log(LogLevel level, string message, params object?[] args) => Log(level.ToString(), message, args);
}
