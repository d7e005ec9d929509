namespace Amazon.CognitoIdentityProvider.Model;

public class InvalidParameterException(string message, Exception? innerException = null)
    : AmazonCognitoIdentityProviderException(message, innerException);

public class ResourceNotFoundException(string message, Exception? innerException = null)
    : AmazonCognitoIdentityProviderException(message, innerException);

public class TooManyRequestsException(string message, Exception? innerException = null)
    : AmazonCognitoIdentityProviderException(message, innerException);

public class UserNotFoundException(string message, Exception? innerException = null)
    : AmazonCognitoIdentityProviderException(message, innerException);
