using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

public class DescribeUserPoolRequest : AmazonCognitoIdentityProviderRequest
{
    public string? UserPoolId { get; set; }
}

public class DescribeUserPoolResponse : AmazonWebServiceResponse
{
    public UserPoolType? UserPool { get; set; }
}

public class UserPoolType
{
    /// <summary>An older count of the service.</summary>
    public int? EstimatedNumberOfUsers { get; set; }
}
