using System.Net;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation;

/// <summary>
/// Both calls once, while the function starts, so that the first user does not wait for what only the first call needs:
/// credentials, cryptography, endpoints, and connections with TLS. Lambda starts a function at full speed, whatever
/// its memory; after that, 128 MB are 7 % of a core.
/// </summary>
/// <remarks>The clients are its own, and no request of theirs is sent: see <see cref="ConnectOnlyHandler"/>.</remarks>
internal static class WarmUp
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    private static readonly AdminAddUserToGroupRequest AddToGroup =
        new() { UserPoolId = "warm-up", Username = "warm-up", GroupName = "warm-up" };

    private static readonly PutItemRequest WriteRecord =
        new() { TableName = "warm-up", Item = new() { [UserRecord.PartitionKey] = new("warm-up") } };

    /// <summary>Never fails, and never takes longer than 500 ms: what is not ready by then the first call makes ready.</summary>
    public static async Task RunAsync(Func<IAmazonCognitoIdentityProvider> cognito, Func<IAmazonDynamoDB> dynamoDb, TimeProvider clock)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit, clock);
            var calls = Task.WhenAll(
                cognito().AdminAddUserToGroupAsync(AddToGroup, limit.Token), dynamoDb().PutItemAsync(WriteRecord, limit.Token));
            await calls.WaitAsync(limit.Token); // not everything below the SDK looks at the token
        }
        catch (Exception)
        {
            // The first call meets the same trouble, and reports it.
        }
    }
}

/// <summary>
/// Asks for the root page instead of sending the request, which both services answer without a signature and without
/// doing anything; then answers the request as if it had succeeded.
/// </summary>
internal sealed class ConnectOnlyHandler(HttpMessageHandler connections) : DelegatingHandler(connections)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var page = new HttpRequestMessage(HttpMethod.Get, new Uri(request.RequestUri!, "/"));
        using var answer = await base.SendAsync(page, cancellationToken);
        // Only a connection whose answer was read to its end can be used again.
        await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent("{}"u8.ToArray()) };
    }
}
