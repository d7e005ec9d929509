using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace PostConfirmation.Local;

/// <summary>Dummy credentials: the emulators want a signature, but do not check it.</summary>
internal static class LocalAws
{
    public const string AccessKey = "local";

    /// <summary>DynamoDB Local and LocalStack keep their tables by region, so a person's own setting counts.</summary>
    public static string Region { get; } =
        Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region : "us-east-1";

    /// <summary>Few retries and short timeouts, because a service on this machine answers at once or not at all.</summary>
    public static AmazonDynamoDBClient DynamoDb(Uri endpoint) =>
        new(
            new BasicAWSCredentials(AccessKey, AccessKey),
            new AmazonDynamoDBConfig
            {
                ServiceURL = endpoint.AbsoluteUri,
                AuthenticationRegion = Region,
                MaxErrorRetry = 0,
                Timeout = TimeSpan.FromSeconds(10),
            });
}
