using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Runs once before the first invocation.</summary>
/// <returns>False to end the process without taking any work.</returns>
public delegate Task<bool> LambdaBootstrapInitializer();

/// <summary>Puts a handler, a serializer and an initializer together.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html</remarks>
public sealed class LambdaBootstrapBuilder
{
    private readonly LambdaBootstrapHandler handler;
    private LambdaBootstrapInitializer initializer = () => Task.FromResult(true);

    private LambdaBootstrapBuilder(LambdaBootstrapHandler handler) => this.handler = handler;

    /// <summary>For a handler of typed events: <paramref name="serializer"/> reads its input and writes its output.</summary>
    public static LambdaBootstrapBuilder Create<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async (payload, context) =>
        {
            var output = await handler(serializer.Deserialize<TInput>(payload), context);
            var response = new MemoryStream();
            serializer.Serialize(output, response);
            response.Position = 0;
            return response;
        });

    /// <summary>What fails in <paramref name="lambdaBootstrapInitializer"/> is reported to Lambda as a failed start.</summary>
    public LambdaBootstrapBuilder UseBootstrapHandler(LambdaBootstrapInitializer lambdaBootstrapInitializer)
    {
        initializer = lambdaBootstrapInitializer;
        return this;
    }

    /// <exception cref="InvalidOperationException">Lambda did not start this process.</exception>
    public LambdaBootstrap Build() => Build(LambdaHost.Process());

    internal LambdaBootstrap Build(LambdaHost host) => new(handler, initializer, host);
}
