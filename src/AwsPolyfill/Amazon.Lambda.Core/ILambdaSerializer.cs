namespace Amazon.Lambda.Core;

/// <summary>Turns the payload of an invocation into the handler's types, and back.</summary>
public interface ILambdaSerializer
{
    T Deserialize<T>(Stream requestStream);

    void Serialize<T>(T response, Stream responseStream);
}
