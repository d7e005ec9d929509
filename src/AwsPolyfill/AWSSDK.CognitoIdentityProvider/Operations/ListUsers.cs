using System.Text.Json;
using Amazon.CognitoIdentityProvider.Internal;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider;

public partial class AmazonCognitoIdentityProviderClient
{
    private static readonly InvokeOptions ListUsers = Json11.Operation<ListUsersRequest>(
        nameof(ListUsers), Write, ReadUsers);

    public virtual Task<ListUsersResponse> ListUsersAsync(
        ListUsersRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListUsersResponse>(request, ListUsers, cancellationToken);

    private static void Write(Utf8JsonWriter json, ListUsersRequest request)
    {
        json.WriteStringIfSet("Filter", request.Filter);
        if (request.Limit is { } limit)
            json.WriteNumber("Limit", limit);
        json.WriteStringIfSet("PaginationToken", request.PaginationToken);
        json.WriteStringIfSet("UserPoolId", request.UserPoolId);
    }

    private static ListUsersResponse ReadUsers(Stream body)
    {
        using var json = JsonDocument.Parse(body);
        return new()
        {
            PaginationToken = json.RootElement.MemberOrNull("PaginationToken")?.GetString(),
            Users = json.RootElement.ListOrNull("Users", ReadUser),
        };
    }

    private static UserType ReadUser(JsonElement user) => new()
    {
        Attributes = user.ListOrNull("Attributes", ReadAttribute),
        Enabled = user.MemberOrNull("Enabled")?.GetBoolean(),
        UserCreateDate = user.MemberOrNull("UserCreateDate")?.GetEpochSeconds(),
        Username = user.MemberOrNull("Username")?.GetString(),
        UserStatus = user.MemberOrNull("UserStatus")?.GetString() is { } status ? new(status) : null,
    };

    private static AttributeType ReadAttribute(JsonElement attribute) => new()
    {
        Name = attribute.MemberOrNull("Name")?.GetString(),
        Value = attribute.MemberOrNull("Value")?.GetString(),
    };
}
