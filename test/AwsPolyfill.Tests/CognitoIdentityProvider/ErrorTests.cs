using System.Net;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.Runtime;
using Microsoft.AspNetCore.Http;

namespace AwsPolyfill.Tests.CognitoIdentityProvider;

public class ErrorTests
{
    public static TheoryData<string, Type, int> ModelledErrors => new()
    {
        { "InvalidParameterException", typeof(InvalidParameterException), 400 },
        { "ResourceNotFoundException", typeof(ResourceNotFoundException), 400 },
        { "TooManyRequestsException", typeof(TooManyRequestsException), 400 },
        { "UserNotFoundException", typeof(UserNotFoundException), 400 },
    };

    [Theory]
    [MemberData(nameof(ModelledErrors))]
    public async Task Each_error_of_the_operation_has_its_type_and_all_that_was_answered(string code, Type type, int status)
    {
        var error = await FailAsync(status, $$"""{"__type":"{{code}}","message":"Größe \"1\""}""");

        Assert.Equal(type, error.GetType());
        Assert.Equal(code, error.ErrorCode);
        Assert.Equal("Größe \"1\"", error.Message);
        Assert.Equal("id-1", error.RequestId);
        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Equal(ErrorType.Unknown, error.ErrorType);
    }

    [Theory]
    [InlineData("""{"__type":"com.amazonaws.cognito.identity.idp.model#UserNotFoundException","message":"No user"}""")]
    [InlineData("""{"message":"No user","__type":"UserNotFoundException"}""")]
    [InlineData("""{"__type":"UserNotFoundException:http://internal.amazon.com/coral/","message":"No user"}""")]
    [InlineData("""{"__type":"UserNotFoundException","Message":"No user"}""")]
    [InlineData("""{"__type":"UserNotFoundException","message":"No user","detail":{"__type":"Other","message":"other"}}""")]
    public async Task Reads_every_way_in_which_services_write_an_error(string body)
    {
        var error = await FailAsync(400, body);

        Assert.IsType<UserNotFoundException>(error);
        Assert.Equal("UserNotFoundException", error.ErrorCode);
        Assert.Equal("No user", error.Message);
    }

    [Theory]
    [InlineData("UserNotFoundException")]
    [InlineData("UserNotFoundException:http://internal.amazon.com/coral/com.amazonaws.cognito/")]
    public async Task Reads_the_code_from_the_header_where_the_body_has_none(string header)
    {
        var error = await FailAsync(400, """{"message":"No user"}""", headers: ("x-amzn-ErrorType", header));

        Assert.IsType<UserNotFoundException>(error);
        Assert.Equal("No user", error.Message);
    }

    [Theory]
    [InlineData("AccessDeniedException", 400)]
    [InlineData("ThrottlingException", 400)]
    [InlineData("InternalErrorException", 500)]
    [InlineData("ServiceUnavailable", 503)]
    public async Task An_error_without_a_type_of_its_own_keeps_its_code(string code, int status)
    {
        var error = await FailAsync(status, $$"""{"__type":"{{code}}","Message":"Why"}""");

        Assert.IsType<AmazonCognitoIdentityProviderException>(error);
        Assert.Equal(code, error.ErrorCode);
        Assert.Equal("Why", error.Message);
        Assert.Equal("id-1", error.RequestId);
        Assert.Equal((HttpStatusCode)status, error.StatusCode);
    }

    [Theory]
    [InlineData("<html><head><title>502</title></head><body><hr>Bad Gateway</body></html>", "text/html")]
    [InlineData("", "text/plain")]
    [InlineData("""{"__type":null,"message":null}""", "application/x-amz-json-1.1")]
    [InlineData("[1,2]", "application/x-amz-json-1.1")]
    public async Task An_answer_that_is_not_an_AWS_error_is_still_a_service_error_with_its_status(string body, string contentType)
    {
        var error = await FailAsync(502, body, contentType);

        Assert.IsType<AmazonCognitoIdentityProviderException>(error);
        Assert.Equal(HttpStatusCode.BadGateway, error.StatusCode);
        Assert.Equal("id-1", error.RequestId);
    }

    // As with AWS's own client: the error is that the answer cannot be read, whatever the status.
    [Fact]
    public async Task An_error_that_is_cut_in_its_body_is_an_error_of_the_SDK()
    {
        await using var server = await CognitoServer.StartAsync(context => CutAsync(context, 400, """{"__type":"User"""));

        var error = await Assert.ThrowsAsync<AmazonUnmarshallingException>(
            () => server.Client().AdminAddUserToGroupAsync(CognitoServer.SomeRequest));

        Assert.Equal("id-1", error.RequestId);
    }

    [Fact]
    public async Task A_success_that_is_cut_in_its_body_is_a_success_as_the_body_says_nothing()
    {
        await using var server = await CognitoServer.StartAsync(context => CutAsync(context, 200, "{"));

        var response = await server.Client().AdminAddUserToGroupAsync(CognitoServer.SomeRequest);

        Assert.Equal("id-1", response.ResponseMetadata.RequestId);
    }

    private static async Task CutAsync(HttpContext context, int status, string start)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = start.Length + 1; // Kestrel sends what there is and closes the connection.
        context.Response.Headers["x-amzn-RequestId"] = "id-1";
        await context.Response.WriteAsync(start);
    }

    private static async Task<AmazonCognitoIdentityProviderException> FailAsync(
        int status, string body, string contentType = "application/x-amz-json-1.1", params (string, string)[] headers)
    {
        await using var server = await CognitoServer.StartAsync(
            status, body, contentType, [("x-amzn-RequestId", "id-1"), .. headers]);

        return await Assert.ThrowsAnyAsync<AmazonCognitoIdentityProviderException>(
            () => server.Client().AdminAddUserToGroupAsync(CognitoServer.SomeRequest));
    }
}
