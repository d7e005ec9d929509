using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>Gives every request the endpoint of the config.</summary>
internal sealed class EndpointResolver : BaseEndpointResolver
{
    public static EndpointParameters Parameters(IClientConfig config, RegionEndpoint? region) => new()
    {
        ["Endpoint"] = config.ServiceURL,
        ["Region"] = (region ?? config.RegionEndpoint)?.SystemName,
        ["UseDualStack"] = config.UseDualstackEndpoint,
        ["UseFIPS"] = config.UseFIPSEndpoint,
    };

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        Parameters(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);
}
