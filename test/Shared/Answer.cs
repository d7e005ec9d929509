using System.Net;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace PostConfirmation.Tests.Shared;

/// <summary>How a service answers a call.</summary>
internal delegate Task Answer(CancellationToken token);

internal static class Answers
{
    public static Answer Ok { get; } = _ => Task.CompletedTask;

    /// <summary>No answer until the caller gives up.</summary>
    public static Answer Hangs { get; } = token => Task.Delay(Timeout.InfiniteTimeSpan, token);

    /// <summary>No answer, and not even the caller's giving up is noticed.</summary>
    public static Answer IgnoresCancellation { get; } = _ => new TaskCompletionSource().Task;

    public static Answer Fails(Exception exception) => _ => Task.FromException(exception);

    /// <summary>The answers one after the other, the last one from then on.</summary>
    public static Answer InTurn(params Answer[] answers)
    {
        var next = 0;
        return token => answers[Math.Min(next++, answers.Length - 1)](token);
    }
}

/// <summary>Errors as the services send them.</summary>
internal static class Errors
{
    public static TooManyRequestsException TooManyRequests => new("Too many requests")
    {
        ErrorCode = "TooManyRequestsException", StatusCode = HttpStatusCode.BadRequest, RequestId = "aws-1",
    };

    public static AmazonServiceException AccessDenied => new("User: arn:aws:sts::123456789012:assumed-role/r/f is not authorized")
    {
        ErrorCode = "AccessDeniedException", StatusCode = HttpStatusCode.BadRequest, RequestId = "aws-2",
    };

    public static UserNotFoundException UserNotFound => new("User does not exist.")
    {
        ErrorCode = "UserNotFoundException", StatusCode = HttpStatusCode.BadRequest, RequestId = "aws-3",
    };

    public static Amazon.CognitoIdentityProvider.Model.ResourceNotFoundException GroupNotFound => new("Group not found.")
    {
        ErrorCode = "ResourceNotFoundException", StatusCode = HttpStatusCode.BadRequest, RequestId = "aws-4",
    };

    public static ConditionalCheckFailedException RecordExists => new("The conditional request failed")
    {
        ErrorCode = "ConditionalCheckFailedException", StatusCode = HttpStatusCode.BadRequest, RequestId = "aws-5",
    };

    public static ProvisionedThroughputExceededException Throughput => new("The level of configured throughput was exceeded")
    {
        ErrorCode = "ProvisionedThroughputExceededException", StatusCode = HttpStatusCode.BadRequest, RequestId = "aws-6",
    };

    public static AmazonServiceException Unavailable => new("Service unavailable")
    {
        ErrorCode = "ServiceUnavailable", StatusCode = HttpStatusCode.ServiceUnavailable, RequestId = "aws-7",
    };

    public static InvalidParameterException InvalidParameter => new($"Value '{Some.Email}' at 'username' failed to satisfy constraint")
    {
        ErrorCode = "InvalidParameterException", StatusCode = HttpStatusCode.BadRequest, RequestId = "aws-8",
    };

    public static HttpRequestException CutConnection => new("The response ended prematurely.", new IOException("cut"));
}
