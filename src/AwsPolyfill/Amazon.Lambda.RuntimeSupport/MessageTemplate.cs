using System.Globalization;
using System.Text;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>A message with its values filled in, and those values by name: a string, a boolean or a number each.</summary>
internal sealed record FilledMessage(string Text, IReadOnlyList<KeyValuePair<string, object>> Values);

/// <summary>Templates such as <c>{outcome} after {elapsedMs:0.0} ms</c>. None fails, whatever it and its values are.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/csharp-logging.html</remarks>
internal static class MessageTemplate
{
    public static FilledMessage Fill(string template, object?[] args)
    {
        var text = new StringBuilder(template.Length + 32);
        var names = new List<string>();
        var values = new List<KeyValuePair<string, object>>();
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            var end = c is '{' ? template.IndexOf('}', i) : -1;
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else if (end > i + 1)
            {
                FillHole(template[i..(end + 1)], args, text, names, values);
                i = end;
            }
            else
            {
                text.Append(c);
            }
        }

        return new FilledMessage(text.ToString(), values);
    }

    private static void FillHole(
        string hole, object?[] args, StringBuilder text, List<string> names, List<KeyValuePair<string, object>> values)
    {
        var colon = hole.IndexOf(':');
        var name = hole[1..(colon < 0 ? hole.Length - 1 : colon)];
        var format = colon < 0 ? null : hole[(colon + 1)..^1];

        // A name that comes twice stands for one value.
        var index = names.IndexOf(name);
        var isNew = index < 0;
        if (isNew)
        {
            index = names.Count;
            names.Add(name);
        }

        if (index >= args.Length || args[index] is not { } arg)
        {
            text.Append(hole);
            return;
        }

        var filled = Format(arg, format);
        text.Append(filled);
        if (isNew && !LogLine.IsReserved(name))
            values.Add(new(name, format is null && IsJsonValue(arg) ? arg : filled));
    }

    private static string Format(object value, string? format)
    {
        try
        {
            return value is IFormattable formattable
                ? formattable.ToString(format, CultureInfo.InvariantCulture)
                : value.ToString() ?? "";
        }
        catch (Exception e)
        {
            // A line that says so is worth more than an invocation that fails over its log.
            return $"({value.GetType().Name}: {e.GetType().Name})";
        }
    }

    private static bool IsJsonValue(object value) => value switch
    {
        double number => double.IsFinite(number),
        float number => float.IsFinite(number),
        bool or int or long or short or sbyte or byte or ushort or uint or ulong or decimal => true,
        _ => false,
    };
}
