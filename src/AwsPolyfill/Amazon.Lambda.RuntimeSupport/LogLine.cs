using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One line of the log, newline included, in either format.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/csharp-logging.html</remarks>
internal sealed record LogLine(
    DateTimeOffset Time, LogLevel Level, string? RequestId, string? TraceId, FilledMessage Message, ErrorReport? Error)
{
    private string Timestamp => Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whether every line has the property for itself, so that no value may take its name.</summary>
    public static bool IsReserved(string name) => name is "timestamp" or "level" or "requestId" or "traceId" or "message";

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, ErrorReport.JsonOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", Timestamp);
            writer.WriteString("level", LogLevels.Name(Level));
            if (RequestId is not null)
                writer.WriteString("requestId", RequestId);

            if (TraceId is not null)
                writer.WriteString("traceId", TraceId);

            writer.WriteString("message", Message.Text);
            foreach (var (name, value) in Message.Values)
                Write(writer, name, value);

            Error?.WriteProperties(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    public byte[] ToText()
    {
        var line = new StringBuilder()
            .Append(Timestamp).Append('\t')
            .Append(RequestId).Append('\t')
            .Append(LogLevels.Abbreviation(Level)).Append('\t');
        AppendOnOneLine(line, Message.Text);
        if (Error is not null)
            AppendOnOneLine(line.Append(' '), Error.ToString());

        return Encoding.UTF8.GetBytes(line.Append('\n').ToString());
    }

    private static void Write(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case bool boolean:
                writer.WriteBoolean(name, boolean);
                break;
            case double number:
                writer.WriteNumber(name, number);
                break;
            case float number:
                writer.WriteNumber(name, number);
                break;
            case ulong number:
                writer.WriteNumber(name, number);
                break;
            case decimal number:
                writer.WriteNumber(name, number);
                break;
            case string text:
                writer.WriteString(name, text);
                break;
            default:
                writer.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    // Text that a user typed could otherwise end this line and begin one that looks like the runtime's own.
    private static void AppendOnOneLine(StringBuilder line, string text)
    {
        foreach (var c in text)
        {
            if (c is '\n')
                line.Append("\\n");
            else if (char.IsControl(c) || c is '\u2028' or '\u2029')
                line.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                line.Append(c);
        }
    }
}
