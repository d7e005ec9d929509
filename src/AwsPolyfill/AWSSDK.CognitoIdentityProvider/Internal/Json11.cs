using System.Buffers;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace Amazon.CognitoIdentityProvider.Internal;

/// <summary>The AWS JSON 1.1 protocol: every call is a POST to <c>/</c> whose header names the operation.</summary>
/// <remarks>https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html</remarks>
internal static class Json11
{
    /// <summary>Describes one operation to <see cref="AmazonServiceClient"/>; made once, used by every call.</summary>
    /// <param name="name">As in the API reference.</param>
    /// <param name="write">Writes the members of the request's object.</param>
    /// <param name="read">Reads the body of a successful answer.</param>
    public static InvokeOptions Operation<TRequest>(
        string name, Action<Utf8JsonWriter, TRequest> write, Func<Stream, AmazonWebServiceResponse> read)
        where TRequest : AmazonWebServiceRequest =>
        new() { RequestMarshaller = new Marshaller<TRequest>(name, write), ResponseUnmarshaller = new Unmarshaller(read) };

    public static void WriteStringIfSet(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private sealed class Marshaller<TRequest>(string operation, Action<Utf8JsonWriter, TRequest> write)
        : IMarshaller<IRequest, AmazonWebServiceRequest>
        where TRequest : AmazonWebServiceRequest
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var body = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(body))
            {
                json.WriteStartObject();
                write(json, (TRequest)input);
                json.WriteEndObject();
            }

            return new DefaultRequest(input, "Amazon.CognitoIdentityProvider")
            {
                HttpMethod = HttpMethod.Post.Method,
                ResourcePath = "/",
                Content = body.WrittenSpan.ToArray(),
                Headers =
                {
                    ["X-Amz-Target"] = $"AWSCognitoIdentityProviderService.{operation}",
                    [HeaderKeys.ContentTypeHeader] = "application/x-amz-json-1.1",
                },
            };
        }
    }

    private sealed class Unmarshaller(Func<Stream, AmazonWebServiceResponse> read) : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => read(input.Stream);

        public override AmazonServiceException UnmarshallException(
            JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            var json = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref json);
            error.InnerException = innerException;
            error.StatusCode = statusCode;
            return error.ToException();
        }
    }
}
