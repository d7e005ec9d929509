using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

public class GetGroupRequest : AmazonCognitoIdentityProviderRequest
{
    /// <summary>1–128 characters.</summary>
    public string? GroupName { get; set; }

    public string? UserPoolId { get; set; }
}

/// <summary>That there is one is all that is read of it.</summary>
public class GetGroupResponse : AmazonWebServiceResponse;
