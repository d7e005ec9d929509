using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

/// <summary>Any error that Cognito answered with, and the base of those that have a type of their own.</summary>
/// <remarks>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html</remarks>
public class AmazonCognitoIdentityProviderException(string message, Exception? innerException = null)
    : AmazonServiceException(message, innerException);
