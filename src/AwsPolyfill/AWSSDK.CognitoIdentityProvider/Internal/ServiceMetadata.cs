using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>Names the service to Core's telemetry.</summary>
internal sealed class ServiceMetadata : IServiceMetadata
{
    public string ServiceId => AmazonCognitoIdentityProviderConfig.Service;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
