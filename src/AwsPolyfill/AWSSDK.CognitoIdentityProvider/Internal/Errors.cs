using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider.Internal;

internal static class Errors
{
    /// <summary>Errors that have no type of their own keep their code in <c>ErrorCode</c>.</summary>
    public static AmazonCognitoIdentityProviderException ToException(this ErrorResponse error)
    {
        var (message, inner, type, code, id, status) =
            (error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode);

        return code switch
        {
            nameof(InternalErrorException) => new InternalErrorException(message, inner, type, code, id, status),
            nameof(InvalidParameterException) => new InvalidParameterException(message, inner, type, code, id, status),
            nameof(NotAuthorizedException) => new NotAuthorizedException(message, inner, type, code, id, status),
            nameof(ResourceNotFoundException) => new ResourceNotFoundException(message, inner, type, code, id, status),
            nameof(TooManyRequestsException) => new TooManyRequestsException(message, inner, type, code, id, status),
            nameof(UserNotFoundException) => new UserNotFoundException(message, inner, type, code, id, status),
            _ => new AmazonCognitoIdentityProviderException(message, inner, type, code, id, status),
        };
    }
}
