using System.Text;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What stands in for the console: each line written to it becomes a line of the log.</summary>
internal sealed class ConsoleLines(Action<string> log) : TextWriter
{
    private readonly StringBuilder begun = new();
    private readonly Lock gate = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (gate)
        {
            if (value is '\n')
                End();
            else if (value is not '\r')
                begun.Append(value);
        }
    }

    /// <summary>One line, whatever is in it.</summary>
    public override void WriteLine(string? value)
    {
        lock (gate)
        {
            begun.Append(value);
            End();
        }
    }

    /// <summary>Ends the line that has been begun, if one has.</summary>
    public override void Flush()
    {
        lock (gate)
        {
            if (begun.Length > 0)
                End();
        }
    }

    protected override void Dispose(bool disposing)
    {
        Flush();
        base.Dispose(disposing);
    }

    private void End()
    {
        var line = begun.ToString();
        begun.Clear();
        log(line);
    }
}
