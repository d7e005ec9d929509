using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>The defaults of the mode <c>standard</c>, whichever mode is configured.</summary>
/// <remarks>https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html</remarks>
internal sealed class StandardDefaults : IDefaultConfigurationProvider, IDefaultConfiguration
{
    public DefaultConfigurationMode Name => DefaultConfigurationMode.Standard;

    public RequestRetryMode RetryMode => RequestRetryMode.Standard;

    public S3UsEast1RegionalEndpointValue S3UsEast1RegionalEndpoint => S3UsEast1RegionalEndpointValue.Regional;

    public TimeSpan? ConnectTimeout => TimeSpan.FromMilliseconds(3100);

    public TimeSpan? TlsNegotiationTimeout => TimeSpan.FromMilliseconds(3100);

    public TimeSpan? TimeToFirstByteTimeout => null;

    public TimeSpan? HttpRequestTimeout => null;

    public IDefaultConfiguration GetDefaultConfiguration(
        RegionEndpoint clientRegion, DefaultConfigurationMode? requestedConfigurationMode = null) => this;
}
