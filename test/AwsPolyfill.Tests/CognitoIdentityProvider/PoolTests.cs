using Amazon.CognitoIdentityProvider.Model;

namespace AwsPolyfill.Tests.CognitoIdentityProvider;

/// <summary>The operations that look at the pool and its groups.</summary>
public class PoolTests
{
    [Fact]
    public async Task Asks_for_a_group_by_its_name_and_reads_no_more_than_that_it_is_there()
    {
        await using var server = await CognitoServer.StartAsync(200, """{"Group":{"GroupName":"customers","CreationDate":1709209845}}""");

        await server.Client().GetGroupAsync(new() { GroupName = "customers", UserPoolId = "p" });

        var request = Assert.Single(server.Requests);
        Assert.Equal("AWSCognitoIdentityProviderService.GetGroup", request.Headers["X-Amz-Target"]);
        Assert.Equal("""{"GroupName":"customers","UserPoolId":"p"}""", request.Body);
    }

    [Fact]
    public async Task A_group_that_is_missing_is_an_error()
    {
        await using var server = await CognitoServer.StartAsync(400, """{"__type":"ResourceNotFoundException","message":"Group not found."}""");

        var error = await Assert.ThrowsAsync<ResourceNotFoundException>(() => server.Client().GetGroupAsync(new() { GroupName = "g", UserPoolId = "p" }));

        Assert.Equal("Group not found.", error.Message);
    }

    [Theory]
    [InlineData("""{"UserPool":{"Id":"p","EstimatedNumberOfUsers":1234567}}""", 1234567)]
    [InlineData("""{"UserPool":{"Id":"p"}}""", null)]
    [InlineData("{}", null)]
    public async Task Reads_the_number_of_users_of_a_pool(string body, int? users)
    {
        await using var server = await CognitoServer.StartAsync(200, body);

        var answer = await server.Client().DescribeUserPoolAsync(new() { UserPoolId = "p" });

        Assert.Equal(users, answer.UserPool?.EstimatedNumberOfUsers);
        var request = Assert.Single(server.Requests);
        Assert.Equal("AWSCognitoIdentityProviderService.DescribeUserPool", request.Headers["X-Amz-Target"]);
        Assert.Equal("""{"UserPoolId":"p"}""", request.Body);
    }
}
