using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.SimulationTests.Model;

/// <summary>The network between a process and the two services. Each simulation decides how a request travels.</summary>
/// <param name="name">The name of the process, for its writes.</param>
internal abstract class Network(string name, ModelUserPool pool, Table table)
{
    public string Name => name;

    public IAmazonCognitoIdentityProvider Cognito => Fake.Of<IAmazonCognitoIdentityProvider>(Send);

    public IAmazonDynamoDB DynamoDb => Fake.Of<IAmazonDynamoDB>(Send);

    /// <param name="perform">What the service does when the request arrives, which may be late or never.</param>
    protected abstract Task<T> SendAsync<T>(object request, Func<T> perform, CancellationToken token);

    private object Send(string method, object?[] arguments)
    {
        var token = (CancellationToken)arguments[1]!;
        return arguments[0] switch
        {
            AdminAddUserToGroupRequest r => SendAsync(r, () => pool.AddToGroup(r), token),
            ListUsersRequest r => SendAsync(r, () => pool.List(r), token),
            GetGroupRequest r => SendAsync(r, () => ModelUserPool.Get(r), token),
            DescribeUserPoolRequest r => SendAsync(r, () => pool.Describe(r), token),
            PutItemRequest r => SendAsync(r, () => table.Put(r, name), token),
            UpdateItemRequest r => SendAsync(r, () => table.Update(r, name), token),
            BatchGetItemRequest r => SendAsync(r, () => table.Get(r), token),
            DescribeTableRequest r => SendAsync(r, () => Table.Describe(r), token),
            _ => throw new NotSupportedException($"The simulated services know no {method}."),
        };
    }
}
