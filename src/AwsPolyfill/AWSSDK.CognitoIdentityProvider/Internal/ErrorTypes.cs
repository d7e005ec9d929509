using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider.Internal;

internal static class ErrorTypes
{
    /// <summary>Errors that have no type of their own keep their code in <c>ErrorCode</c>.</summary>
    public static AmazonCognitoIdentityProviderException ToException(this ErrorResponse error)
    {
        var exception = Typed(error);
        exception.ErrorType = error.Type;
        exception.ErrorCode = error.Code;
        exception.RequestId = error.RequestId;
        exception.StatusCode = error.StatusCode;
        return exception;
    }

    private static AmazonCognitoIdentityProviderException Typed(ErrorResponse error) => error.Code switch
    {
        nameof(InvalidParameterException) => new InvalidParameterException(error.Message, error.InnerException),
        nameof(ResourceNotFoundException) => new ResourceNotFoundException(error.Message, error.InnerException),
        nameof(TooManyRequestsException) => new TooManyRequestsException(error.Message, error.InnerException),
        nameof(UserNotFoundException) => new UserNotFoundException(error.Message, error.InnerException),
        _ => new AmazonCognitoIdentityProviderException(error.Message, error.InnerException),
    };
}
