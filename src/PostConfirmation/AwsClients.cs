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
    public static AmazonCognitoIdentityProviderClient Cognito() => new(Tuned(new AmazonCognitoIdentityProviderConfig()));

    public static AmazonDynamoDBClient DynamoDb() => new(Tuned(new AmazonDynamoDBConfig()));

    private static T Tuned<T>(T config)
        where T : ClientConfig
    {
        config.MaxErrorRetry = 0; // ServiceCall retries, within the time that is left
        config.ThrottleRetries = false;
        return config;
    }
}
