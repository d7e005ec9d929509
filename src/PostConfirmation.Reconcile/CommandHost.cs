using Amazon.CognitoIdentityProvider;
using Amazon.DynamoDBv2;

namespace PostConfirmation.Reconcile;

/// <summary>Everything that the command uses of its process, so that a test can replace it.</summary>
/// <param name="IsOutputWatched">Whether the output is a terminal, not a file or a pipe.</param>
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
