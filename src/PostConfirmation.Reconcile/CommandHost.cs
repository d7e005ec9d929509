using Amazon.CognitoIdentityProvider;
using Amazon.DynamoDBv2;

namespace PostConfirmation.Reconcile;

/// <summary>All that the command takes from the process around it, so that a test can give it something else.</summary>
/// <param name="IsOutputWatched">Whether somebody sees the output, or it goes to a file.</param>
internal sealed record CommandHost(
    TextWriter Output,
    bool IsOutputWatched,
    TextWriter Error,
    bool IsErrorWatched,
    Func<IAmazonCognitoIdentityProvider> Cognito,
    Func<IAmazonDynamoDB> DynamoDb,
    TimeProvider Clock)
{
    public static CommandHost Process() => new(
        Console.Out,
        !Console.IsOutputRedirected,
        Console.Error,
        !Console.IsErrorRedirected,
        AwsClients.Cognito,
        AwsClients.DynamoDb,
        TimeProvider.System);
}
