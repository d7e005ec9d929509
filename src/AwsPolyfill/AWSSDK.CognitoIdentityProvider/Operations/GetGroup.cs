using System.Text.Json;
using Amazon.CognitoIdentityProvider.Internal;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider;

public partial class AmazonCognitoIdentityProviderClient
{
    private static readonly InvokeOptions GetGroup = Json11.Operation<GetGroupRequest>(
        nameof(GetGroup), Write, _ => new GetGroupResponse());

    public virtual Task<GetGroupResponse> GetGroupAsync(
        GetGroupRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetGroupResponse>(request, GetGroup, cancellationToken);

    private static void Write(Utf8JsonWriter json, GetGroupRequest request)
    {
        json.WriteStringIfSet("GroupName", request.GroupName);
        json.WriteStringIfSet("UserPoolId", request.UserPoolId);
    }
}
