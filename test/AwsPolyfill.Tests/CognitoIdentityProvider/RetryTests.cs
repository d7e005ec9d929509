using System.Net;
using Amazon.Runtime;

namespace AwsPolyfill.Tests.CognitoIdentityProvider;

public class RetryTests
{
    [Theory]
    [InlineData("TooManyRequestsException", 400, 0, 1)]
    [InlineData("TooManyRequestsException", 400, 2, 3)]
    [InlineData("ThrottlingException", 400, 2, 3)]
    [InlineData("InternalErrorException", 500, 2, 3)]
    [InlineData("UserNotFoundException", 400, 2, 1)]
    public async Task Retries_transient_errors_as_often_as_the_config_says(string code, int status, int retries, int sent)
    {
        await using var server = await CognitoServer.StartAsync(status, $$"""{"__type":"{{code}}"}""");
        var client = server.Client(config =>
        {
            config.RetryMode = RequestRetryMode.Standard;
            config.MaxErrorRetry = retries;
        });

        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(
            () => client.AdminAddUserToGroupAsync(CognitoServer.SomeRequest));

        Assert.Equal(code, error.ErrorCode);
        Assert.Equal(sent, server.Requests.Count);
    }

    [Fact]
    public async Task Ends_when_it_is_cancelled_though_no_answer_comes()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = await CognitoServer.StartAsync(async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Client(config => config.MaxErrorRetry = 2)
            .AdminAddUserToGroupAsync(CognitoServer.SomeRequest, cancellation.Token));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Uses_the_HTTP_client_that_the_config_brings()
    {
        await using var server = await CognitoServer.StartAsync(500, "");
        using var own = new HttpClient(new OneAnswer(HttpStatusCode.OK));

        var response = await server.Client(config => config.HttpClientFactory = new Brings(own))
            .AdminAddUserToGroupAsync(CognitoServer.SomeRequest);

        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.Empty(server.Requests);
    }

    private sealed class Brings(HttpClient client) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;
    }

    private sealed class OneAnswer(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status));
    }
}
