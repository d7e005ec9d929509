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

/// <summary>Empty, except for the metadata that every answer has.</summary>
public class AdminAddUserToGroupResponse : AmazonWebServiceResponse;
