using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace PostConfirmation.Local;

/// <summary>The function's table, in the emulator or wherever <c>AWS_ENDPOINT_URL_DYNAMODB</c> says.</summary>
internal sealed class LocalTable : IAsyncDisposable
{
    private static readonly TimeSpan ActiveTimeout = TimeSpan.FromSeconds(30);

    private LocalTable(Uri endpoint, string name) => (Endpoint, Name, Client) = (endpoint, name, LocalAws.DynamoDb(endpoint));

    public Uri Endpoint { get; }

    public string Name { get; }

    /// <summary>For other calls to the table.</summary>
    public IAmazonDynamoDB Client { get; }

    /// <summary>
    /// The value of <c>AWS_ENDPOINT_URL_DYNAMODB</c>, or null if it is not set. A user name and password in it are removed: no
    /// request uses them, and messages would show them.
    /// </summary>
    /// <exception cref="LocalException">It is not a URL.</exception>
    public static Uri? EndpointFromEnvironment() =>
        Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB") is not { Length: > 0 } value ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https" ? new UriBuilder(endpoint) { UserName = "", Password = "" }.Uri
        : throw new LocalException($"AWS_ENDPOINT_URL_DYNAMODB is not a URL such as http://localhost:8000.");

    /// <summary>Creates the table if it is missing, and waits until it can be used.</summary>
    /// <exception cref="LocalException">Nothing answers there, or the table has other keys.</exception>
    public static async Task<LocalTable> OpenAsync(Uri endpoint, string name, CancellationToken cancellationToken = default)
    {
        var table = new LocalTable(endpoint, name);
        try
        {
            await table.CreateAsync(cancellationToken);
            return table;
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException)
        {
            await table.DisposeAsync();
            throw new LocalException($"There is no usable table {name} at {endpoint} (AWS_ENDPOINT_URL_DYNAMODB): {e.Message}", e);
        }
        catch
        {
            await table.DisposeAsync();
            throw;
        }
    }

    /// <returns>The item whose <c>PK</c> and <c>SK</c> are <paramref name="key"/>, or null.</returns>
    public async Task<Dictionary<string, AttributeValue>?> FindAsync(string key, CancellationToken cancellationToken = default)
    {
        var answer = await Client.GetItemAsync(
            new GetItemRequest
            {
                TableName = Name,
                Key = new() { ["PK"] = new(key), ["SK"] = new(key) },
                ConsistentRead = true,
            },
            cancellationToken);
        return answer.Item is { Count: > 0 } item ? item : null;
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Client.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = Name,
                    KeySchema = [new("PK", KeyType.HASH), new("SK", KeyType.RANGE)],
                    AttributeDefinitions = [new("PK", ScalarAttributeType.S), new("SK", ScalarAttributeType.S)],
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                },
                cancellationToken);
        }
        catch (ResourceInUseException)
        {
            // It exists already; its keys are checked below.
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ActiveTimeout);
        TableDescription description;
        while ((description = (await Client.DescribeTableAsync(Name, timeout.Token)).Table).TableStatus != TableStatus.ACTIVE)
            await Task.Delay(TimeSpan.FromMilliseconds(50), timeout.Token);

        var keys = description.KeySchema.Select(key =>
            $"{key.AttributeName} {key.KeyType} {description.AttributeDefinitions.Single(a => a.AttributeName == key.AttributeName).AttributeType}");
        if (!keys.SequenceEqual(["PK HASH S", "SK RANGE S"]))
            throw new LocalException($"The table {Name} at {Endpoint} has the keys {string.Join(", ", keys)}; name another with --table.");
    }
}
