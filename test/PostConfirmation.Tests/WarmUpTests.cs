using System.Diagnostics;
using Amazon.CognitoIdentityProvider;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Moq;

namespace PostConfirmation.Tests;

public sealed class WarmUpTests
{
    [Fact]
    public async Task What_is_sent_is_a_bare_GET_of_the_root_page()
    {
        var service = new Service();
        using var http = new HttpMessageInvoker(new ConnectOnlyHandler(service));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://example.com/some/path?some=query")
        {
            Content = new StringContent("personal"),
            Headers = { { "X-Amz-Target", "DynamoDB_20120810.PutItem" }, { "Authorization", "AWS4-HMAC-SHA256 Credential=local" } },
        };

        using var answer = await http.SendAsync(request, CancellationToken.None);

        Assert.Equal("{}", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["GET https://example.com/ without headers, without content"], service.Requests);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_delays_the_start_by_half_a_second()
    {
        var dynamoDb = new Mock<IAmazonDynamoDB>();
        dynamoDb.Setup(d => d.PutItemAsync(It.IsAny<PutItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns(new TaskCompletionSource<PutItemResponse>().Task);
        var started = Stopwatch.GetTimestamp();

        await WarmUp.RunAsync(Mock.Of<IAmazonCognitoIdentityProvider>, () => dynamoDb.Object);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_client_that_cannot_be_made_does_not_fail_the_start() =>
        await WarmUp.RunAsync(() => throw new InvalidOperationException(), Mock.Of<IAmazonDynamoDB>);

    private sealed class Service : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.Any() ? "with" : "without";
            var content = request.Content is null ? "without" : "with";
            Requests.Add($"{request.Method} {request.RequestUri} {headers} headers, {content} content");
            return Task.FromResult(new HttpResponseMessage());
        }
    }
}
