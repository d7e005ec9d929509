using System.Net;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;

namespace AwsPolyfill.Tests.CognitoIdentityProvider;

public class ListUsersTests
{
    private const string Page = """
        {
          "PaginationToken": "CAIS\"…",
          "Users": [
            {
              "Attributes": [{"Name": "sub", "Value": "f0a1"}, {"Name": "address", "Value": "{\"locality\":\"Köln 😀\"}"}],
              "Enabled": true, "UserCreateDate": 1.709209845678E9, "UserLastModifiedDate": 1709209845, "UserStatus": "CONFIRMED", "Username": "bob"
            },
            {"Enabled": false, "UserCreateDate": 1709209845, "UserStatus": "A_STATUS_OF_TOMORROW", "Username": "eve", "MFAOptions": [{"DeliveryMedium": "SMS"}]},
            {"Username": "nil", "Attributes": null, "UserStatus": null, "Enabled": null, "UserCreateDate": null}
          ]
        }
        """;

    [Fact]
    public async Task Posts_what_is_set_and_nothing_else()
    {
        var whole = await SendAsync(new() { UserPoolId = "p", Limit = 60, PaginationToken = "t", Filter = "sub = \"1\"" });
        var least = await SendAsync(new() { UserPoolId = "p" });

        Assert.Equal("AWSCognitoIdentityProviderService.ListUsers", whole.Headers["X-Amz-Target"]);
        Assert.Equal("""{"Filter":"sub = \u00221\u0022","Limit":60,"PaginationToken":"t","UserPoolId":"p"}""", whole.Body);
        Assert.Equal("""{"UserPoolId":"p"}""", least.Body);
    }

    [Fact]
    public async Task Reads_users_and_the_token_of_the_next_page()
    {
        var page = await AnswerAsync(Page);

        Assert.Equal("CAIS\"…", page.PaginationToken);
        Assert.Equal(["bob", "eve", "nil"], page.Users!.Select(user => user.Username));
        var bob = page.Users![0];
        Assert.Equal([("sub", "f0a1"), ("address", """{"locality":"Köln 😀"}""")], bob.Attributes!.Select(a => (a.Name, a.Value)));
        Assert.Equal((true, "CONFIRMED"), (bob.Enabled, bob.UserStatus?.Value));
        Assert.Equal(new DateTime(2024, 2, 29, 12, 30, 45, 678, DateTimeKind.Utc), bob.UserCreateDate);
        Assert.Equal(DateTimeKind.Utc, bob.UserCreateDate?.Kind);
    }

    [Fact]
    public async Task A_date_may_be_a_whole_number_and_a_status_one_that_is_not_known_yet()
    {
        var eve = (await AnswerAsync(Page)).Users![1];

        Assert.Equal((false, "A_STATUS_OF_TOMORROW"), (eve.Enabled, eve.UserStatus?.Value));
        Assert.Equal(new DateTime(2024, 2, 29, 12, 30, 45, DateTimeKind.Utc), eve.UserCreateDate);
        Assert.Null(eve.Attributes);
    }

    [Fact]
    public async Task Members_that_an_answer_does_not_have_are_null()
    {
        var nil = (await AnswerAsync(Page)).Users![2];
        var nothing = await AnswerAsync("{}");

        Assert.Equal((null, null, null), (nil.Attributes, nil.Enabled, nil.UserCreateDate));
        Assert.Null(nil.UserStatus);
        Assert.Null(nothing.Users);
        Assert.Null(nothing.PaginationToken);
    }

    [Theory]
    [InlineData("""{"Users":[{"Username":"bob"}""")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"Users":{}}""")]
    [InlineData("""{"Users":[{"UserCreateDate":"yesterday"}]}""")]
    [InlineData("[]")]
    public async Task An_answer_that_cannot_be_read_is_an_error_of_the_SDK(string body)
    {
        await using var server = await CognitoServer.StartAsync(200, body, headers: ("x-amzn-RequestId", "id-1"));

        var error = await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => server.Client().ListUsersAsync(new() { UserPoolId = "p" }));

        Assert.Equal("id-1", error.RequestId);
    }

    [Fact]
    public async Task An_error_has_its_type()
    {
        await using var server = await CognitoServer.StartAsync(400, """{"__type":"TooManyRequestsException","message":"Rate exceeded"}""");

        var error = await Assert.ThrowsAsync<TooManyRequestsException>(() => server.Client().ListUsersAsync(new() { UserPoolId = "p" }));

        Assert.Equal(("Rate exceeded", HttpStatusCode.BadRequest), (error.Message, error.StatusCode));
    }

    [Fact]
    public void Statuses_with_the_same_text_are_equal()
    {
        UserStatusType status = "CONFIRMED";

        Assert.Equal(("CONFIRMED", "CONFIRMED"), (status.Value, status.ToString()));
        Assert.Equal(new UserStatusType("CONFIRMED"), status);
    }

    private static async Task<ListUsersResponse> AnswerAsync(string body)
    {
        await using var server = await CognitoServer.StartAsync(200, body);
        return await server.Client().ListUsersAsync(new() { UserPoolId = "p" });
    }

    private static async Task<ReceivedRequest> SendAsync(ListUsersRequest request)
    {
        await using var server = await CognitoServer.StartAsync(200, "{}");
        await server.Client().ListUsersAsync(request);
        return Assert.Single(server.Requests);
    }
}
