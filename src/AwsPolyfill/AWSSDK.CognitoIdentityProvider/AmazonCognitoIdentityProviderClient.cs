using Amazon.CognitoIdentityProvider.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CognitoIdentityProvider;

/// <summary>Calls Amazon Cognito user pools. Safe for concurrent use; meant to live as long as the process.</summary>
/// <remarks>
/// A call that is answered with an error throws an <see cref="AmazonServiceException"/>. Without an answer it throws
/// what every AWS client does: <see cref="HttpRequestException"/> (not connected), <see cref="IOException"/> (cut),
/// <see cref="TimeoutException"/>, or <see cref="OperationCanceledException"/> when it was cancelled.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
/// </remarks>
public partial class AmazonCognitoIdentityProviderClient : AmazonServiceClient, IAmazonCognitoIdentityProvider
{
    /// <summary>With the credentials of the environment, unless the config has its own.</summary>
    /// <exception cref="AmazonClientException">There is neither a region nor an endpoint.</exception>
    public AmazonCognitoIdentityProviderClient(AmazonCognitoIdentityProviderConfig config)
        : base(config)
    {
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<Runtime.Internal.EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Internal.EndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new AuthResolver());
    }
}
