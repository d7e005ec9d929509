namespace AwsPolyfill.Tests.RuntimeSupport;

public class ConsoleTests
{
    [Fact]
    public async Task Turns_each_line_of_the_console_into_a_line_of_the_log()
    {
        Assert.Equal(
            ["info\tone", "fail\ttwo", "info\t{3}", "info\ta\\nb", "info\t", "info\tx 1", "info\tTrue"],
            await LogOf((output, error) =>
            {
                output.WriteLine("one");
                error.WriteLine("two");
                output.WriteLine("{{{0}}}", 3);
                output.WriteLine("a\nb");
                output.WriteLine();
                output.Write('x');
                output.Write(" ");
                output.WriteLine(1);
                output.WriteLine(true);
            }));
    }

    [Fact]
    public async Task Ends_a_written_text_at_each_line_break() =>
        Assert.Equal(["info\ta", "info\tb"], await LogOf((output, _) => output.Write("a\r\nb\n")));

    [Fact]
    public async Task Writes_a_line_that_was_not_ended_with_the_invocation_that_began_it()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "one");
        function.Api.Enqueue("id-2", "two");

        await function.ServeAllAsync((payload, _) =>
        {
            function.Console.Out.Write(payload);
            function.Console.Error.Write(payload);
            return Task.FromResult("");
        });

        Assert.Equal(
            ["id-1\tinfo\tone", "id-1\tfail\tone", "id-2\tinfo\ttwo", "id-2\tfail\ttwo"],
            function.LogLines.Select(line => line["2026-11-21T20:16:05.123Z\t".Length..]));
    }

    [Fact]
    public async Task Is_JSON_before_the_first_invocation_and_after_the_last()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Variables["AWS_LAMBDA_LOG_FORMAT"] = "JSON";

        await function.RunAsync((payload, _) => Task.FromResult(payload), () =>
        {
            function.Console.Out.WriteLine("started");
            function.Console.Error.Write("not ended");
            return Task.FromResult(false);
        });
        await function.Console.Error.WriteLineAsync("the end");

        Assert.Equal(
            [
                """{"timestamp":"2026-11-21T20:16:05.123Z","level":"Information","message":"started"}""",
                """{"timestamp":"2026-11-21T20:16:05.123Z","level":"Error","message":"not ended"}""",
                """{"timestamp":"2026-11-21T20:16:05.123Z","level":"Error","message":"the end"}""",
            ],
            function.LogLines);
    }

    private static async Task<IEnumerable<string>> LogOf(Action<TextWriter, TextWriter> write)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "");
        await function.ServeAllAsync((_, _) =>
        {
            write(function.Console.Out, function.Console.Error);
            return Task.FromResult("");
        });
        return function.LogLines.Select(line => line["2026-11-21T20:16:05.123Z\tid-1\t".Length..]);
    }
}
