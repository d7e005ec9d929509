using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

public class GetGroupRequest : AmazonCognitoIdentityProviderRequest
{
    /// <summary>1–128 characters.</summary>
    public string? GroupName { get; set; }

    public string? UserPoolId { get; set; }
}

/// <summary>The group exists; nothing else of the answer is read.</summary>
public class GetGroupResponse : AmazonWebServiceResponse;
