namespace Amazon.Lambda.Core;

/// <summary>What Lambda says about one invocation.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/csharp-context.html</remarks>
public interface ILambdaContext
{
    /// <summary>The request id of the invocation, the same when Lambda repeats it.</summary>
    string AwsRequestId { get; }

    ILambdaLogger Logger { get; }

    /// <summary>The time left until Lambda ends the invocation; negative once it is past.</summary>
    TimeSpan RemainingTime { get; }
}
