using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

public class AdminAddUserToGroupRequest : AmazonCognitoIdentityProviderRequest
{
    /// <summary>1–128 characters.</summary>
    public string? GroupName { get; set; }

    /// <summary>The user's name, sub or an alias; 1–128 characters.</summary>
    public string? Username { get; set; }

    public string? UserPoolId { get; set; }
}

/// <summary>Empty but for the metadata of every answer.</summary>
public class AdminAddUserToGroupResponse : AmazonWebServiceResponse;
