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

    /// <summary>No answer, even after the caller cancels.</summary>
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
    public static TooManyRequestsException TooManyRequests =>
        Sent(new TooManyRequestsException("Too many requests"), "TooManyRequestsException", "aws-1");

    public static AmazonServiceException AccessDenied =>
        Sent(new AmazonServiceException("User: arn:aws:sts::123456789012:assumed-role/r/f is not authorized"), "AccessDeniedException", "aws-2");

    public static UserNotFoundException UserNotFound =>
        Sent(new UserNotFoundException("User does not exist."), "UserNotFoundException", "aws-3");

    public static Amazon.CognitoIdentityProvider.Model.ResourceNotFoundException GroupNotFound =>
        Sent(new Amazon.CognitoIdentityProvider.Model.ResourceNotFoundException("Group not found."), "ResourceNotFoundException", "aws-4");

    public static ConditionalCheckFailedException RecordExists =>
        Sent(new ConditionalCheckFailedException("The conditional request failed"), "ConditionalCheckFailedException", "aws-5");

    public static ProvisionedThroughputExceededException Throughput =>
        Sent(new ProvisionedThroughputExceededException("The level of configured throughput was exceeded"), "ProvisionedThroughputExceededException", "aws-6");

    public static AmazonServiceException Unavailable =>
        Sent(new AmazonServiceException("Service unavailable"), "ServiceUnavailable", "aws-7", HttpStatusCode.ServiceUnavailable);

    public static InvalidParameterException InvalidParameter =>
        Sent(new InvalidParameterException($"Value '{Some.Email}' at 'username' failed to satisfy constraint"), "InvalidParameterException", "aws-8");

    public static HttpRequestException CutConnection => new("The response ended prematurely.", new IOException("cut"));

    private static T Sent<T>(T error, string code, string requestId, HttpStatusCode status = HttpStatusCode.BadRequest)
        where T : AmazonServiceException
    {
        error.ErrorCode = code;
        error.StatusCode = status;
        error.RequestId = requestId;
        return error;
    }
}
