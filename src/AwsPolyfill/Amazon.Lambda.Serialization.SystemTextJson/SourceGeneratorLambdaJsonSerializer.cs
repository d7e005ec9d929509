using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>A serializer that uses source-generated code only, so that it also works in a native executable.</summary>
/// <typeparam name="TSGContext">The context that knows the handler's types.</typeparam>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html</remarks>
public class SourceGeneratorLambdaJsonSerializer<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSGContext> : ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    private readonly JsonSerializerContext context;

    /// <param name="customizer">Changes the options before the context is made; the place to add converters.</param>
    public SourceGeneratorLambdaJsonSerializer(Action<JsonSerializerOptions>? customizer = null)
    {
        var options = new JsonSerializerOptions
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the answer is not put into a web page
        };
        customizer?.Invoke(options);
        context = (JsonSerializerContext)Activator.CreateInstance(typeof(TSGContext), options)!;
    }

    /// <exception cref="JsonSerializerException">The payload is not the JSON of a <typeparamref name="T"/>.</exception>
    public T Deserialize<T>(Stream requestStream)
    {
        try
        {
            return JsonSerializer.Deserialize(requestStream, TypeInfo<T>())!;
        }
        catch (Exception e)
        {
            throw new JsonSerializerException($"Cannot read the event as {typeof(T).Name}: {e.Message}", e);
        }
    }

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, TypeInfo<T>());

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)context.GetTypeInfo(typeof(T))!;
}
