using System.Text;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Replaces the console: each line written to it becomes a line of the log.</summary>
internal sealed class ConsoleLines(LambdaLogger logger, LogLevel level) : TextWriter
{
    private readonly StringBuilder begun = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value is not '\n')
        {
            begun.Append(value);
            return;
        }

        logger.Write(level, begun.ToString());
        begun.Clear();
    }
}
