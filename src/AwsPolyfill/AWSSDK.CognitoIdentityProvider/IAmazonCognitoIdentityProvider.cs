using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

/// <summary>Amazon Cognito user pools.</summary>
/// <remarks>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html</remarks>
public interface IAmazonCognitoIdentityProvider : IAmazonService, IDisposable
{
    /// <summary>Adds a user to a group. Not an error for a user who is in it already.</summary>
    /// <remarks>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html</remarks>
    /// <exception cref="InvalidParameterException">The message quotes the values that were sent.</exception>
    /// <exception cref="ResourceNotFoundException">The user pool or the group does not exist.</exception>
    /// <exception cref="TooManyRequestsException">Over the quota of the account, 25 a second.</exception>
    /// <exception cref="UserNotFoundException" />
    Task<AdminAddUserToGroupResponse> AdminAddUserToGroupAsync(
        AdminAddUserToGroupRequest request, CancellationToken cancellationToken = default);

    /// <summary>The settings of a user pool.</summary>
    /// <remarks>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html</remarks>
    /// <exception cref="ResourceNotFoundException">The user pool does not exist.</exception>
    Task<DescribeUserPoolResponse> DescribeUserPoolAsync(
        DescribeUserPoolRequest request, CancellationToken cancellationToken = default);

    /// <summary>A group of a user pool.</summary>
    /// <remarks>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html</remarks>
    /// <exception cref="ResourceNotFoundException">The user pool or the group does not exist.</exception>
    Task<GetGroupResponse> GetGroupAsync(GetGroupRequest request, CancellationToken cancellationToken = default);

    /// <summary>A page of the users of a pool, in no particular order. Eventually consistent.</summary>
    /// <remarks>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html</remarks>
    /// <exception cref="InvalidParameterException">A filter or a token that the service does not understand.</exception>
    /// <exception cref="ResourceNotFoundException">The user pool does not exist.</exception>
    /// <exception cref="TooManyRequestsException">Over the quota of the account, 30 a second.</exception>
    Task<ListUsersResponse> ListUsersAsync(ListUsersRequest request, CancellationToken cancellationToken = default);

    /// <summary>For AWSSDK.Extensions.NETCore.Setup, which is not used here. It has a body, because mocks need one.</summary>
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => throw new NotSupportedException();

    /// <inheritdoc cref="IAmazonService.CreateDefaultClientConfig" />
    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        throw new NotSupportedException();
}
