namespace Amazon.Lambda.Core;

/// <summary>What Lambda tells about one invocation.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/csharp-context.html</remarks>
public interface ILambdaContext
{
    /// <summary>The request id of the invocation, the same when Lambda repeats it.</summary>
    string AwsRequestId { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    /// <summary>The ARN that was invoked: of the function, a version or an alias.</summary>
    string InvokedFunctionArn { get; }

    ILambdaLogger Logger { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    /// <summary>The memory configured for the function, in MB.</summary>
    int MemoryLimitInMB { get; }

    /// <summary>The time left until Lambda ends the invocation; negative once it is past.</summary>
    TimeSpan RemainingTime { get; }
}
