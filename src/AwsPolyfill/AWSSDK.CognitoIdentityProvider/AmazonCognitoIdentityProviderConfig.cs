using Amazon.CognitoIdentityProvider.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;

namespace Amazon.CognitoIdentityProvider;

/// <summary>How to reach Cognito: the region or endpoint, retries and timeouts, as for every AWS client.</summary>
/// <remarks>
/// The endpoint is <see cref="ClientConfig.ServiceURL"/>, else <c>AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER</c>, else
/// <c>AWS_ENDPOINT_URL</c>, else the region's own.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
/// </remarks>
public class AmazonCognitoIdentityProviderConfig : ClientConfig
{
    internal const string Service = "Cognito Identity Provider";
    internal const string EndpointPrefix = "cognito-idp";

    public AmazonCognitoIdentityProviderConfig()
        : base(new StandardDefaults())
    {
        ServiceId = Service;
        AuthenticationServiceName = EndpointPrefix;
        EndpointProvider = new EndpointProvider();
    }

    /// <summary>The first label of a regional endpoint, and the service that a signature names.</summary>
    public override string RegionEndpointServiceName => EndpointPrefix;

    /// <summary>The version of the service's API.</summary>
    public override string ServiceVersion => "2016-04-18";

    public override string UserAgent { get; } =
        InternalSDKUtils.BuildUserAgentString("Cognito_Identity_Provider", "polyfill");

    /// <exception cref="AmazonClientException">There is neither a region nor an endpoint.</exception>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(EndpointResolver.Parameters(this, parameters.AlternateEndpoint));
}
