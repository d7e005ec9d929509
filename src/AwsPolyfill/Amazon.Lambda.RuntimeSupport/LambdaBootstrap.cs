using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal delegate Task<Stream> LambdaBootstrapHandler(Stream payload, ILambdaContext context);

public sealed class LambdaBootstrap : IDisposable
{
    internal LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapInitializer? initializer) =>
        (_, _) = (handler, initializer);

    public Task RunAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
