using System.Text.Json;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Moq;

namespace AwsPolyfill.Tests.CognitoIdentityProvider;

public class RequestTests
{
    [Fact]
    public async Task Posts_the_three_names_as_JSON_to_the_operation()
    {
        var request = await SendAsync(CognitoServer.SomeRequest);

        Assert.Equal("POST /", request.Line);
        Assert.Equal("application/x-amz-json-1.1", request.Headers.ContentType);
        Assert.Equal("AWSCognitoIdentityProviderService.AdminAddUserToGroup", request.Headers["X-Amz-Target"]);
        Assert.Equal("""{"GroupName":"customers","UserPoolId":"eu-central-1_Aa1","Username":"bob"}""", request.Body);
    }

    [Theory]
    [InlineData("Zoë 日本 😀")]
    [InlineData("quote\" backslash\\ newline\n tab\t nul\0")]
    [InlineData("</script>&'+%2F")]
    public async Task Carries_every_character_of_a_name(string name)
    {
        var request = await SendAsync(new() { GroupName = name, UserPoolId = "p", Username = name });

        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal(name, body.RootElement.GetProperty("GroupName").GetString());
        Assert.Equal(name, body.RootElement.GetProperty("Username").GetString());
    }

    [Fact]
    public async Task Leaves_a_name_that_is_not_set_to_the_service_to_refuse()
    {
        var request = await SendAsync(new() { Username = "bob" });

        Assert.Equal("""{"Username":"bob"}""", request.Body);
    }

    [Fact]
    public async Task Signs_for_the_service_and_its_region()
    {
        var request = await SendAsync(CognitoServer.SomeRequest);

        Assert.Matches(
            "^AWS4-HMAC-SHA256 Credential=AKIDTEST/[0-9]{8}/eu-central-1/cognito-idp/aws4_request, "
            + "SignedHeaders=([a-z0-9-]+;)*content-type;host;([a-z0-9-]+;)*x-amz-date;([a-z0-9-]+;)*x-amz-target, "
            + "Signature=[0-9a-f]{64}$",
            request.Headers.Authorization.ToString());
    }

    [Fact]
    public async Task Tells_the_request_id_and_the_status_of_an_answer()
    {
        await using var server = await CognitoServer.StartAsync(200, "{}", headers: ("x-amzn-RequestId", "id-1"));

        var response = await server.Client().AdminAddUserToGroupAsync(CognitoServer.SomeRequest);

        Assert.Equal("id-1", response.ResponseMetadata.RequestId);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.HttpStatusCode);
    }

    [Fact]
    public async Task Takes_an_answer_without_a_body()
    {
        await using var server = await CognitoServer.StartAsync(200, "");

        Assert.NotNull(await server.Client().AdminAddUserToGroupAsync(CognitoServer.SomeRequest));
    }

    [Fact]
    public async Task The_interface_can_be_mocked()
    {
        var answer = new AdminAddUserToGroupResponse();
        var mock = new Mock<IAmazonCognitoIdentityProvider>(MockBehavior.Strict);
        mock.Setup(c => c.AdminAddUserToGroupAsync(CognitoServer.SomeRequest, CancellationToken.None)).ReturnsAsync(answer);

        Assert.Same(answer, await mock.Object.AdminAddUserToGroupAsync(CognitoServer.SomeRequest));
    }

    private static async Task<ReceivedRequest> SendAsync(AdminAddUserToGroupRequest request)
    {
        await using var server = await CognitoServer.StartAsync(200, "{}");
        await server.Client().AdminAddUserToGroupAsync(request);
        return Assert.Single(server.Requests);
    }
}
