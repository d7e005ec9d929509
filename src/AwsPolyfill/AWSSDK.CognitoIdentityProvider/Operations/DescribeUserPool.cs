using System.Text.Json;
using Amazon.CognitoIdentityProvider.Internal;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider;

public partial class AmazonCognitoIdentityProviderClient
{
    private static readonly InvokeOptions DescribeUserPool = Json11.Operation<DescribeUserPoolRequest>(
        nameof(DescribeUserPool), Write, ReadUserPool);

    public virtual Task<DescribeUserPoolResponse> DescribeUserPoolAsync(
        DescribeUserPoolRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeUserPoolResponse>(request, DescribeUserPool, cancellationToken);

    private static void Write(Utf8JsonWriter json, DescribeUserPoolRequest request) =>
        json.WriteStringIfSet("UserPoolId", request.UserPoolId);

    private static DescribeUserPoolResponse ReadUserPool(Stream body)
    {
        using var json = JsonDocument.Parse(body);
        return new()
        {
            UserPool = json.RootElement.MemberOrNull("UserPool") is { } pool
                ? new() { EstimatedNumberOfUsers = pool.MemberOrNull("EstimatedNumberOfUsers")?.GetInt32() }
                : null,
        };
    }
}
