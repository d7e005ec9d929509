namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Everything that the runtime uses of its process, so that a test can replace it.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime</remarks>
internal sealed record LambdaHost(
    Func<string, string?> Variable,
    Action<string, string?> SetVariable,
    TimeProvider Clock,
    Stream Log,
    Action<TextWriter, TextWriter> SetConsole)
{
    // The stream instead of Console.Out: it is UTF-8 in every locale, and does not initialize a terminal.
    public static LambdaHost Process() => new(
        Environment.GetEnvironmentVariable,
        Environment.SetEnvironmentVariable,
        TimeProvider.System,
        Console.OpenStandardOutput(),
        (output, error) =>
        {
            Console.SetOut(output);
            Console.SetError(error);
        });
}
