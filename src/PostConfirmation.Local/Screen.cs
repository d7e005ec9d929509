using Spectre.Console;

namespace PostConfirmation.Local;

/// <summary>The output of the command. Lines are not wrapped when it goes to a file.</summary>
internal sealed class Screen(IAnsiConsole console)
{
    private static readonly Style Dim = new(Color.Grey);

    public static Screen Create()
    {
        if (!Console.IsOutputRedirected)
            return new(AnsiConsole.Console);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = 1000;
        return new(console);
    }

    /// <summary>Shows a spinner on a terminal; elsewhere, a line for each new kind of work.</summary>
    public async Task<T> WorkAsync<T>(Func<IProgress<string>, Task<T>> work)
    {
        if (!console.Profile.Capabilities.Interactive)
            return await work(new ProgressCallback(FirstOfEachKind()));
        return await console.Status().StartAsync("…", status => work(new ProgressCallback(text => status.Status(Markup.Escape(text)))));
    }

    public void Done(string what) => console.MarkupLineInterpolated($"[green]{(console.Profile.Capabilities.Unicode ? "✓" : "ok")}[/] {what}");

    /// <returns>False.</returns>
    public bool Failed(string what)
    {
        console.MarkupLineInterpolated($"[red]{(console.Profile.Capabilities.Unicode ? "✗" : "failed:")}[/] {Redaction.WithoutUserInfo(what)}");
        return false;
    }

    public void Json(string title, string json) =>
        console.Write(new Panel(new Text(json)) { Header = new($" {Markup.Escape(title)} "), Padding = new(2, 0), BorderStyle = Dim });

    public void Table(params (string Name, string Value)[] rows)
    {
        var grid = new Grid().AddColumns(2);
        foreach (var (name, value) in rows)
            grid.AddRow(new Text(name), new Text(value));
        console.Write(grid);
    }

    /// <summary>Without markup or wrapping, so that it can be copied.</summary>
    public void Line(string text = "") => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>A line with text of other programs, which may hold a password.</summary>
    public void Message(string text) => Line(Redaction.WithoutUserInfo(text));

    private Action<string> FirstOfEachKind()
    {
        var last = "";
        return text =>
        {
            var kind = text.Split(':')[0];
            if (kind != last)
                Line(kind);
            last = kind;
        };
    }

    /// <summary>Reports at once and in order, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class ProgressCallback(Action<string> show) : IProgress<string>
    {
        void IProgress<string>.Report(string value) => show(value);
    }
}
