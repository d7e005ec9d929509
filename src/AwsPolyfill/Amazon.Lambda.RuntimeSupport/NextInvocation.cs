using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Lambda's answer to a request for work, and what the handler gets of it.</summary>
/// <param name="TraceId">X-Ray's tracing header; null when Lambda sent none.</param>
/// <param name="Deadline">When Lambda ends the invocation.</param>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-next</remarks>
internal sealed record NextInvocation(
    string AwsRequestId, string? TraceId, DateTimeOffset Deadline, Stream Payload, TimeProvider Clock, ILambdaLogger Logger) : ILambdaContext
{
    public TimeSpan RemainingTime => Deadline - Clock.GetUtcNow();
}
