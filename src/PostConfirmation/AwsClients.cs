using Amazon.CognitoIdentityProvider;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace PostConfirmation;

/// <summary>
/// The SDK's clients, made for an answer within seconds. Region, credentials and endpoints come from AWS's own
/// environment variables.
/// </summary>
internal static class AwsClients
{
    /// <summary>One pool of connections, so that the clients use those that the warm-up opened.</summary>
    private static readonly SocketsHttpHandler Connections = new()
    {
        AllowAutoRedirect = false, // a signature is for one address
        UseCookies = false,
        ActivityHeadersPropagator = null, // nobody listens
        SslOptions = TrustStore.Options,
    };

    public static AmazonCognitoIdentityProviderClient Cognito() => Cognito(Connections);

    public static AmazonDynamoDBClient DynamoDb() => DynamoDb(Connections);

    /// <inheritdoc cref="WarmUp"/>
    public static Task WarmUpAsync()
    {
        var handler = new ConnectOnlyHandler(Connections);
        return WarmUp.RunAsync(() => Cognito(handler), () => DynamoDb(handler), TimeProvider.System);
    }

    private static AmazonCognitoIdentityProviderClient Cognito(HttpMessageHandler http) =>
        new(Configure(new AmazonCognitoIdentityProviderConfig(), http));

    private static AmazonDynamoDBClient DynamoDb(HttpMessageHandler http) => new(Configure(new AmazonDynamoDBConfig(), http));

    private static T Configure<T>(T config, HttpMessageHandler http)
        where T : ClientConfig
    {
        config.MaxErrorRetry = 0; // ServiceCall retries, within the time that is left
        config.MaxStaleConnectionRetries = 0; // nor repeat a call whose answer was cut, up to ten times within one attempt
        config.ThrottleRetries = false;
        config.HttpClientFactory = new SharedHttpClientFactory(http);
        return config;
    }

    /// <remarks>With a factory the SDK ignores <see cref="ClientConfig.Timeout"/>: ServiceCall cancels each attempt.</remarks>
    private sealed class SharedHttpClientFactory(HttpMessageHandler http) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(http, disposeHandler: false);
    }
}
