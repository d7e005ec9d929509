using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What Lambda and its log are told about an exception and its causes.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/csharp-exceptions.html</remarks>
internal sealed record ErrorReport(
    string Message, string Type, IReadOnlyList<string> StackTrace, IReadOnlyList<ErrorReport> Causes, bool IsAggregate)
{
    // A report that Lambda refuses because of its size would end the process.
    private const int MaxExceptions = 16;
    private const int MaxFrames = 64;
    private const int MaxText = 16 * 1024;

    // Who reads this does not put it in a web page, so only what JSON demands is escaped.
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The type in characters that a header may have; C# allows more.</summary>
    public string HeaderValue => string.Create(Type.Length, Type, static (header, type) =>
    {
        for (var i = 0; i < type.Length; i++)
            header[i] = char.IsAsciiLetterOrDigit(type[i]) ? type[i] : '_';
    });

    public static ErrorReport From(Exception error)
    {
        var left = MaxExceptions - 1;
        return From(error, ref left);
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
            WriteObject(writer);

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes into an object that the caller has begun.</summary>
    public void WriteProperties(Utf8JsonWriter writer)
    {
        writer.WriteString("errorMessage", Message);
        writer.WriteString("errorType", Type);
        writer.WriteStartArray("stackTrace");
        foreach (var frame in StackTrace)
            writer.WriteStringValue(frame);

        writer.WriteEndArray();
        if (IsAggregate)
        {
            writer.WriteStartArray("causes");
            foreach (var cause in Causes)
                cause.WriteObject(writer);

            writer.WriteEndArray();
        }
        else if (Causes.Count > 0)
        {
            writer.WritePropertyName("cause");
            Causes[0].WriteObject(writer);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder(Type).Append(": ").Append(Message);
        foreach (var frame in StackTrace)
            text.Append('\n').Append(frame);

        foreach (var cause in Causes)
            text.Append("\ncaused by ").Append(cause);

        return text.ToString();
    }

    private static ErrorReport From(Exception error, ref int left)
    {
        var inner = error switch
        {
            AggregateException aggregate => aggregate.InnerExceptions,
            { InnerException: { } cause } => [cause],
            _ => (IReadOnlyList<Exception>)[],
        };
        var causes = new List<ErrorReport>();
        foreach (var cause in inner)
        {
            if (left-- > 0)
                causes.Add(From(cause, ref left));
        }

        return new ErrorReport(
            Read(error, static e => e.Message), error.GetType().Name, Frames(Read(error, static e => e.StackTrace)),
            causes, error is AggregateException);
    }

    // Both properties are virtual, so they may throw; that must not hide that the invocation failed.
    private static string Read(Exception error, Func<Exception, string?> property)
    {
        try
        {
            var text = property(error) ?? "";
            return text.Length <= MaxText ? text : text[..MaxText];
        }
        catch (Exception e)
        {
            return $"(not readable: {e.GetType().Name})";
        }
    }

    private static List<string> Frames(string stackTrace)
    {
        var frames = new List<string>();
        foreach (var line in stackTrace.AsSpan().EnumerateLines())
        {
            var frame = line.Trim();
            if (frame.Length > 0 && frames.Count < MaxFrames)
                frames.Add(frame.ToString());
        }

        return frames;
    }

    private void WriteObject(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteProperties(writer);
        writer.WriteEndObject();
    }
}
