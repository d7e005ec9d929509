using System.Text.Json;
using Amazon.Lambda.Core;

namespace AwsPolyfill.Tests.RuntimeSupport;

public class LogTests
{
    private const string TextStart = "2026-11-21T20:16:05.123Z\tid-1\tinfo\t";
    private const string JsonStart = """{"timestamp":"2026-11-21T20:16:05.123Z","level":"Information","requestId":"id-1","message":""";

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Fills_the_named_values_in_and_keeps_them_in_JSON(string template, object?[] args, string text, string properties)
    {
        Assert.Equal(TextStart + text, Assert.Single(await LogOf("Text", logger => logger.Log(LogLevel.Information, template, args))));
        Assert.Equal(
            $"{JsonStart}\"{text}\"{properties}}}",
            Assert.Single(await LogOf("JSON", logger => logger.Log("Information", template, args))));
    }

    public static TheoryData<string, object?[], string, string> Messages() => new()
    {
        { "plain", [], "plain", "" },
        { "{a} and {b}", ["x", "{y}"], "x and {y}", @",""a"":""x"",""b"":""{y}""" },
        { "a={a} b={b} c={c}", [-1, 1.5, true], "a=-1 b=1.5 c=True", @",""a"":-1,""b"":1.5,""c"":true" },
    };

    [Theory]
    [InlineData("TRACE", "Trace Debug Information Warning Error Critical")]
    [InlineData("DEBUG", "Debug Information Warning Error Critical")]
    [InlineData("INFO", "Information Warning Error Critical")]
    [InlineData("WARN", "Warning Error Critical")]
    [InlineData("ERROR", "Error Critical")]
    [InlineData("FATAL", "Critical")]
    [InlineData(null, "Information Warning Error Critical")]
    public async Task Writes_the_levels_that_were_asked_for(string? level, string expected) =>
        Assert.Equal(
            expected.Split(' ').Select(name => JsonStart.Replace("Information", name, StringComparison.Ordinal) + $"\"{name}\"}}"),
            await LogOf("JSON", LogEveryLevel, level));

    [Fact]
    public async Task Abbreviates_the_levels_in_text() =>
        Assert.Equal(
            ["trce\tTrace", "dbug\tDebug", "info\tInformation", "warn\tWarning", "fail\tError", "crit\tCritical"],
            (await LogOf(null, LogEveryLevel, "TRACE")).Select(line => line["2026-11-21T20:16:05.123Z\tid-1\t".Length..]));

    [Fact]
    public async Task Has_the_trace_id_in_JSON() =>
        Assert.Equal(
            ["""{"timestamp":"2026-11-21T20:16:05.123Z","level":"Information","requestId":"id-1","traceId":"Root=1","message":"x"}"""],
            await LogOf("JSON", logger => logger.Log(LogLevel.Information, "x"), headers: ("Lambda-Runtime-Trace-Id", "Root=1")));

    [Fact]
    public async Task Has_a_failed_invocation_in_one_line_of_JSON()
    {
        var line = JsonDocument.Parse(Assert.Single(await LogOf("JSON", _ => throw new InvalidOperationException("outer\nline")))).RootElement;

        Assert.Equal(
            ["timestamp", "level", "requestId", "message", "errorType", "errorMessage", "stackTrace"],
            line.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ("Error", "", "System.InvalidOperationException", "outer\nline"),
            (line.GetProperty("level").GetString(), line.GetProperty("message").GetString(),
                line.GetProperty("errorType").GetString(), line.GetProperty("errorMessage").GetString()));
        Assert.Equal("System.InvalidOperationException: outer", line.GetProperty("stackTrace")[0].GetString());
        Assert.Equal("line", line.GetProperty("stackTrace")[1].GetString());
    }

    [Fact]
    public async Task Has_a_failed_invocation_in_several_lines_of_text()
    {
        var lines = await LogOf("Text", _ => throw new InvalidOperationException("why"));

        Assert.Equal("2026-11-21T20:16:05.123Z\tid-1\tfail\tSystem.InvalidOperationException: why", lines[0]);
        Assert.All(lines[1..], line => Assert.Matches("^(   at |---)", line));
        Assert.NotEmpty(lines[1..]);
    }

    [Fact]
    public async Task Has_each_line_of_the_console()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "");

        await function.ServeAllAsync((_, _) =>
        {
            function.Console.Out.WriteLine("{one}");
            function.Console.Error.Write("t");
            function.Console.Error.WriteLine("wo\nthree");
            return Task.FromResult("");
        });

        Assert.Equal(["info\t{one}", "fail\ttwo", "fail\tthree"], function.LogLines.Select(line => line["2026-11-21T20:16:05.123Z\tid-1\t".Length..]));
    }

    [Fact]
    public async Task Is_JSON_before_the_first_invocation_too()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Variables["AWS_LAMBDA_LOG_FORMAT"] = "JSON";

        await function.RunAsync((payload, _) => Task.FromResult(payload), () =>
        {
            function.Console.Error.WriteLine("{started}");
            return Task.FromResult(false);
        });

        Assert.Equal(["""{"timestamp":"2026-11-21T20:16:05.123Z","level":"Error","message":"{started}"}"""], function.LogLines);
    }

    private static void LogEveryLevel(ILambdaLogger logger)
    {
        foreach (var level in Enum.GetValues<LogLevel>())
            logger.Log(level, level.ToString());
    }

    private static async Task<string[]> LogOf(
        string? format, Action<ILambdaLogger> log, string? level = null, params (string Name, string Value)[] headers)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Variables["AWS_LAMBDA_LOG_FORMAT"] = format;
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = level;
        function.Api.Enqueue("id-1", "", headers);
        await function.ServeAllAsync((_, context) =>
        {
            log(context.Logger);
            return Task.FromResult("");
        });
        return function.LogLines;
    }
}
