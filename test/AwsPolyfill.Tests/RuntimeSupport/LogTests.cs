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
            $"{JsonStart}\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"{properties}}}",
            Assert.Single(await LogOf("JSON", logger => logger.Log("Information", template, args))));
    }

    public static TheoryData<string, object?[], string, string> Messages() => new()
    {
        { "plain", [], "plain", "" },
        { "{a} and {b}", ["x", "y"], "x and y", @",""a"":""x"",""b"":""y""" },
        {
            "{i} {l} {d} {m} {b} {u}", [-1, 5L, 1.5, 2.50m, (byte)7, ulong.MaxValue], "-1 5 1.5 2.50 7 18446744073709551615",
            ""","i":-1,"l":5,"d":1.5,"m":2.50,"b":7,"u":18446744073709551615"""
        },
        { "{yes}", [true], "True", ""","yes":true""" },
        { "{nan} {f}", [double.NaN, 0.5f], "NaN 0.5", ""","nan":"NaN","f":0.5""" },
        { "{ms:0.0} ms", [12.345], "12.3 ms", @",""ms"":""12.3""" },
        { "{gone} {gone:0.0} {here}", [null, 1], "{gone} {gone:0.0} 1", ""","here":1""" },
        { "{a} {missing}", [1], "1 {missing}", ""","a":1""" },
        { "{a} {b} {a}", [1, 2], "1 2 1", ""","a":1,"b":2""" },
        { "{{{a}}} {{b}} } {", [1], "{1} {b} } {", ""","a":1""" },
        { "{} {a", [1], "{} {a", "" },
        { "{message} {level} {requestId} {timestamp} {traceId}", [1, 2, 3, 4, 5], "1 2 3 4 5", "" },
        { "{id}", [Guid.Empty], "00000000-0000-0000-0000-000000000000", @",""id"":""00000000-0000-0000-0000-000000000000""" },
        { "{n:Q}", [1], "(Int32: FormatException)", @",""n"":""(Int32: FormatException)""" },
        { "{a}", ["{b} é \"q\""], "{b} é \"q\"", @",""a"":""{b} é \""q\""""" },
    };

    [Theory]
    [InlineData("x\n2026-11-21T20:16:05.123Z\tid-1\tinfo\tforged", @"x\n2026-11-21T20:16:05.123Z\u0009id-1\u0009info\u0009forged")]
    [InlineData("\r\n\u001b[31m\u0085\u2028\u2029\0", @"\u000d\n\u001b[31m\u0085\u2028\u2029\u0000")]
    public async Task Keeps_a_value_from_forging_a_line(string value, string expected)
    {
        Assert.Equal([TextStart + expected], await LogOf("Text", logger => logger.Log(LogLevel.Information, "{a}", value)));
        Assert.Single(await LogOf("JSON", logger => logger.Log(LogLevel.Information, "{a}", value)));
    }

    [Fact]
    public async Task Takes_a_message_without_values_as_it_is()
    {
        Assert.Equal([TextStart + "{{a} {b}}", TextStart + "{{a}"], await LogOf("Text", logger =>
        {
            logger.Log("{{a} {b}}");
            logger.LogLine("{{a}");
        }));
    }

    [Theory]
    [InlineData("TRACE", "Trace Debug Information Warning Error Critical")]
    [InlineData("DEBUG", "Debug Information Warning Error Critical")]
    [InlineData("INFO", "Information Warning Error Critical")]
    [InlineData("warn", "Warning Error Critical")]
    [InlineData("ERROR", "Error Critical")]
    [InlineData("FATAL", "Critical")]
    [InlineData("LOUD", "Information Warning Error Critical")]
    [InlineData(null, "Information Warning Error Critical")]
    public async Task Writes_the_levels_that_were_asked_for(string? level, string expected)
    {
        var lines = await LogOf("JSON", LogEveryLevel, level);

        Assert.Equal(
            expected.Split(' ').Select(name => JsonStart.Replace("Information", name, StringComparison.Ordinal) + $"\"{name}\"}}"),
            lines);
    }

    [Fact]
    public async Task Abbreviates_the_levels_in_text() =>
        Assert.Equal(
            ["trce\tTrace", "dbug\tDebug", "info\tInformation", "warn\tWarning", "fail\tError", "crit\tCritical"],
            (await LogOf(null, LogEveryLevel, "TRACE")).Select(line => line["2026-11-21T20:16:05.123Z\tid-1\t".Length..]));

    [Fact]
    public async Task Takes_a_level_that_it_does_not_know_for_information() =>
        Assert.Equal([TextStart + "x"], await LogOf("Text", logger => logger.Log("Loud", "x")));

    [Fact]
    public async Task Has_the_trace_id_in_JSON()
    {
        await using var function = await Function("JSON");
        function.Api.Enqueue("id-1", "", ("Lambda-Runtime-Trace-Id", "Root=1"));

        await function.ServeAllAsync((_, context) =>
        {
            context.Logger.Log("x");
            return Task.FromResult("");
        });

        Assert.Equal(
            ["""{"timestamp":"2026-11-21T20:16:05.123Z","level":"Information","requestId":"id-1","traceId":"Root=1","message":"x"}"""],
            function.LogLines);
    }

    [Theory]
    [InlineData("Text", "2026-11-21T20:16:05.123Z\tid-1\tfail\tThe invocation failed. Stackless: outer\\nline\\ncaused by Stackless: inner")]
    [InlineData("JSON", """{"timestamp":"2026-11-21T20:16:05.123Z","level":"Error","requestId":"id-1","message":"The invocation failed.","errorMessage":"outer\nline","errorType":"Stackless","stackTrace":[],"cause":{"errorMessage":"inner","errorType":"Stackless","stackTrace":[]}}""")]
    public async Task Has_a_failed_invocation_in_one_line(string format, string expected)
    {
        await using var function = await Function(format);
        function.Api.Enqueue("id-1", "");

        await function.ServeAllAsync((_, _) => throw new Stackless("outer\nline", new Stackless("inner")));

        Assert.Equal([expected], function.LogLines);
    }

    private static void LogEveryLevel(ILambdaLogger logger)
    {
        foreach (var level in Enum.GetValues<LogLevel>())
            logger.Log(level, level.ToString());
    }

    private static async Task<string[]> LogOf(string? format, Action<ILambdaLogger> log, string? level = null)
    {
        await using var function = await Function(format, level);
        function.Api.Enqueue("id-1", "");
        await function.ServeAllAsync((_, context) =>
        {
            log(context.Logger);
            return Task.FromResult("");
        });
        return function.LogLines;
    }

    private static async Task<RunningFunction> Function(string? format, string? level = null)
    {
        var function = await RunningFunction.StartAsync();
        function.Variables["AWS_LAMBDA_LOG_FORMAT"] = format;
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = level;
        return function;
    }
}
