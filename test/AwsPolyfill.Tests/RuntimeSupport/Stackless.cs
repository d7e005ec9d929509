namespace AwsPolyfill.Tests.RuntimeSupport;

/// <summary>Has no stack trace even when thrown, so that whole reports can be compared.</summary>
internal class Stackless(string message, Exception? inner = null) : Exception(message, inner)
{
    public override string? StackTrace => null;
}

internal sealed class StacklessAggregate(string message, params Exception[] inner) : AggregateException(message, inner)
{
    // Without the messages of the inner ones, which .NET appends.
    public override string Message { get; } = message;

    public override string? StackTrace => null;
}
