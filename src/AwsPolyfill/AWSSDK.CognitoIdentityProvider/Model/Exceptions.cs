using System.Net;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

/// <summary>Any error that Cognito answered with, and the base of those that have a type of their own.</summary>
/// <remarks>
/// The constructor with a message alone is for tests.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
/// </remarks>
public class AmazonCognitoIdentityProviderException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public AmazonCognitoIdentityProviderException(string message)
        : this(message, null, default, null, null, default)
    {
    }
}

public class InternalErrorException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public InternalErrorException(string message)
        : this(message, null, default, null, null, default)
    {
    }
}

public class InvalidParameterException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public InvalidParameterException(string message)
        : this(message, null, default, null, null, default)
    {
    }
}

public class NotAuthorizedException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public NotAuthorizedException(string message)
        : this(message, null, default, null, null, default)
    {
    }
}

public class ResourceNotFoundException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public ResourceNotFoundException(string message)
        : this(message, null, default, null, null, default)
    {
    }
}

public class TooManyRequestsException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public TooManyRequestsException(string message)
        : this(message, null, default, null, null, default)
    {
    }
}

public class UserNotFoundException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCognitoIdentityProviderException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    public UserNotFoundException(string message)
        : this(message, null, default, null, null, default)
    {
    }
}
