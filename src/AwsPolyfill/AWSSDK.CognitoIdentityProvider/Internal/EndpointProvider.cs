using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>The endpoint that was configured, else the region's own.</summary>
/// <remarks>https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html</remarks>
internal sealed class EndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        // Never silently another endpoint than the configured one: FIPS can be a legal requirement.
        if (parameters["UseFIPS"] is true || parameters["UseDualStack"] is true)
        {
            throw new AmazonClientException(
                "FIPS and dual-stack endpoints need AWS's own AWSSDK.CognitoIdentityProvider: build with -p:AwsPackages=official.");
        }

        if (parameters["Endpoint"] is string { Length: > 0 } endpoint)
            return new Endpoint(endpoint);

        if (parameters["Region"] is not string { Length: > 0 } region)
            throw new AmazonClientException("Cognito's endpoint needs a region: set AWS_REGION.");

        return new Endpoint($"https://{AmazonCognitoIdentityProviderConfig.EndpointPrefix}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");
    }
}
