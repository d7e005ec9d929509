using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;
using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>The calls of one program: answered after a while, or refused.</summary>
internal sealed class Client(string name, Region region, Random random, TimeProvider clock) : Network(name, region.Pool, region.Table)
{
    private const int FastestMs = 8;
    private const int SlowestMs = 25;

    /// <summary>Records that it changed.</summary>
    public int Writes { get; private set; }

    /// <summary>When it last changed one, as the clock's timestamp.</summary>
    public long LastWrite { get; private set; }

    protected override async Task<T> SendAsync<T>(object request, Func<T> perform, CancellationToken token)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(FastestMs, SlowestMs)), clock, token);
        var quota = request switch
        {
            AdminAddUserToGroupRequest => region.Groups,
            ListUsersRequest => region.Lists,
            _ => null,
        };
        if (quota?.TryTake() == false)
            throw Errors.TooManyRequests;
        var answer = perform();
        if (request is PutItemRequest or UpdateItemRequest)
            (Writes, LastWrite) = (Writes + 1, clock.GetTimestamp());
        return answer;
    }
}
