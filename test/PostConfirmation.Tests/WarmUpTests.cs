using System.Net;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Moq;

namespace PostConfirmation.Tests;

public sealed class WarmUpTests
{
    private readonly VirtualTime clock = new();
    private readonly List<Call> calls = [];
    private readonly List<CancellationToken> tokens = [];

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
    public async Task The_page_is_read_to_its_end_so_that_the_connection_can_be_used_again()
    {
        var page = new Page();
        using var http = new HttpMessageInvoker(new ConnectOnlyHandler(new Service { Answer = page }));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://example.com/");

        using var answer = await http.SendAsync(request, CancellationToken.None);

        Assert.Equal((HttpStatusCode.OK, request), (answer.StatusCode, answer.RequestMessage));
        Assert.True(page.IsRead);
    }

    [Fact]
    public void Both_calls_are_made_at_once_and_waited_for()
    {
        Run(After(milliseconds: 300), After(milliseconds: 200));

        Assert.Equal(
            [("AdminAddUserToGroupRequest", 0), ("PutItemRequest", 0)],
            calls.Select(call => (call.Request.GetType().Name, call.Sent.TotalMilliseconds)));
        Assert.Equal(300, clock.Elapsed.TotalMilliseconds);
    }

    [Fact]
    public void A_service_that_does_not_answer_delays_the_start_by_half_a_second()
    {
        Run(Answers.Ok, Answers.IgnoresCancellation);
        Assert.Equal(500, clock.Elapsed.TotalMilliseconds);

        Run(Answers.IgnoresCancellation, Answers.Ok);
        Assert.Equal(1000, clock.Elapsed.TotalMilliseconds);
    }

    [Fact]
    public void What_is_not_answered_in_time_is_given_up()
    {
        Run(Answers.IgnoresCancellation, Answers.IgnoresCancellation);

        Assert.Equal([true, true], tokens.Select(token => token.IsCancellationRequested));
    }

    [Fact]
    public async Task A_client_that_cannot_be_made_does_not_fail_the_start() =>
        await WarmUp.RunAsync(() => throw new InvalidOperationException(), Mock.Of<IAmazonDynamoDB>, clock);

    private void Run(Answer group, Answer record) => clock.Run(async () =>
    {
        var cognito = new Mock<IAmazonCognitoIdentityProvider>(MockBehavior.Strict);
        cognito.Setup(c => c.AdminAddUserToGroupAsync(It.IsAny<AdminAddUserToGroupRequest>(), It.IsAny<CancellationToken>()))
            .Returns((AdminAddUserToGroupRequest request, CancellationToken token) => AnswerAsync<AdminAddUserToGroupResponse>(request, group, token));
        var dynamoDb = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        dynamoDb.Setup(d => d.PutItemAsync(It.IsAny<PutItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns((PutItemRequest request, CancellationToken token) => AnswerAsync<PutItemResponse>(request, record, token));
        await WarmUp.RunAsync(() => cognito.Object, () => dynamoDb.Object, clock);
        return true;
    });

    private async Task<T> AnswerAsync<T>(object request, Answer answer, CancellationToken token)
        where T : new()
    {
        calls.Add(new(request, clock.Elapsed));
        tokens.Add(token);
        await answer(token);
        return new();
    }

    private Answer After(int milliseconds) => token => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), clock, token);

    private sealed class Service : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        public HttpContent? Answer { get; init; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.Any() ? "with" : "without";
            var content = request.Content is null ? "without" : "with";
            Requests.Add($"{request.Method} {request.RequestUri} {headers} headers, {content} content");
            return Task.FromResult(new HttpResponseMessage { Content = Answer });
        }
    }

    private sealed class Page : HttpContent
    {
        public bool IsRead { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            IsRead = true;
            return Task.CompletedTask;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
