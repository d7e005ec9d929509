namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What Lambda answers when it is asked for work.</summary>
/// <remarks>
/// The trace id is X-Ray's tracing header, null when Lambda sent none; the deadline is the end of time when it does not say.
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-next
/// </remarks>
internal sealed record NextInvocation(
    string RequestId, string FunctionArn, string? TraceId, DateTimeOffset Deadline, Stream Payload)
{
    /// <exception cref="HttpRequestException">The answer has no request id, so nobody could be answered.</exception>
    public static async Task<NextInvocation> ReadAsync(HttpResponseMessage response) => new(
        Header(response, "Lambda-Runtime-Aws-Request-Id")
            ?? throw new HttpRequestException(
                $"GET {response.RequestMessage?.RequestUri} was answered without the header Lambda-Runtime-Aws-Request-Id."),
        Header(response, "Lambda-Runtime-Invoked-Function-Arn") ?? "",
        Header(response, "Lambda-Runtime-Trace-Id"),
        DeadlineOf(Header(response, "Lambda-Runtime-Deadline-Ms")),
        await response.Content.ReadAsStreamAsync());

    private static string? Header(HttpResponseMessage response, string name)
    {
        if (!response.Headers.NonValidated.TryGetValues(name, out var values))
            return null;

        var value = values.ToString();
        return value.Length == 0 ? null : value;
    }

    private static DateTimeOffset DeadlineOf(string? milliseconds) =>
        long.TryParse(milliseconds, out var value)
        && value >= 0 && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(value)
            : DateTimeOffset.MaxValue;
}
