// The lower limit for any implementation: the Runtime API's loop and the two calls as plain HTTP, with constant bodies,
// without a signature, and without reading the event.
using System.Net.Http.Headers;
using System.Text;

const string User = "f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8";

using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null })
{
    Timeout = Timeout.InfiniteTimeSpan,
};
var runtime = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
var cognito = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER")!;
var dynamoDb = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB")!;

while (true)
{
    using var next = await http.GetAsync(runtime + "next");
    var id = next.Headers.NonValidated["Lambda-Runtime-Aws-Request-Id"].ToString();
    var answer = await next.Content.ReadAsByteArrayAsync();

    await PostAsync(
        cognito,
        "AWSCognitoIdentityProviderService.AdminAddUserToGroup",
        "application/x-amz-json-1.1",
        $$"""{"GroupName":"customers","UserPoolId":"eu-central-1_EXAMPLE01","Username":"{{User}}"}""");
    await PostAsync(
        dynamoDb,
        "DynamoDB_20120810.PutItem",
        "application/x-amz-json-1.0",
        $$$$"""{"TableName":"users","ConditionExpression":"attribute_not_exists(PK)","Item":{"PK":{"S":"USER#{{{{User}}}}"},"SK":{"S":"USER#{{{{User}}}}"},"sub":{"S":"{{{{User}}}}"},"username":{"S":"{{{{User}}}}"},"email":{"S":"maria@example.com"},"addresses":{"M":{"home":{"M":{"address_type":{"S":"home"},"street_address":{"S":"Lindenallee 7"},"locality":{"S":"Köln"},"postal_code":{"S":"50667"},"country":{"S":"DE"} } } } },"shopping_cart":{"M":{}},"date_created":{"S":"2026-11-21T20:16:05.123Z"} } }""");

    using var response = await http.PostAsync($"{runtime}{id}/response", new ByteArrayContent(answer));
}

async Task PostAsync(string service, string target, string contentType, string json)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, service)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } },
        Headers = { { "X-Amz-Target", target } },
    };
    using var answer = await http.SendAsync(request);
    await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
}
