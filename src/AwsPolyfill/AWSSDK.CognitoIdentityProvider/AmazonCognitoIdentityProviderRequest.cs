using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

public class AmazonCognitoIdentityProviderRequest : AmazonWebServiceRequest;
