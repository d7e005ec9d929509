namespace Amazon.Lambda.RuntimeSupport;

/// <summary>All that the runtime takes from the process around it, so that a test can give it something else.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime</remarks>
internal sealed record LambdaHost(
    Func<string, string?> Variable,
    Action<string, string?> SetVariable,
    TimeProvider Clock,
    Stream Log,
    Action<TextWriter, TextWriter> SetConsole)
{
    // The stream instead of Console.Out: it is UTF-8 whatever the locale, and does not set a terminal up.
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
