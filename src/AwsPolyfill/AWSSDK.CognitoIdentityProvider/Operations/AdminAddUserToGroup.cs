using System.Text.Json;
using Amazon.CognitoIdentityProvider.Internal;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider;

public partial class AmazonCognitoIdentityProviderClient
{
    private static readonly InvokeOptions AdminAddUserToGroup = Json11.Operation<AdminAddUserToGroupRequest>(
        nameof(AdminAddUserToGroup), Write, _ => new AdminAddUserToGroupResponse());

    public virtual Task<AdminAddUserToGroupResponse> AdminAddUserToGroupAsync(
        AdminAddUserToGroupRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AdminAddUserToGroupResponse>(request, AdminAddUserToGroup, cancellationToken);

    private static void Write(Utf8JsonWriter json, AdminAddUserToGroupRequest request)
    {
        json.WriteStringIfSet("GroupName", request.GroupName);
        json.WriteStringIfSet("UserPoolId", request.UserPoolId);
        json.WriteStringIfSet("Username", request.Username);
    }
}
