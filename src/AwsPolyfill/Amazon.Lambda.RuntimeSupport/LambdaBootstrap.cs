using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal delegate Task<Stream> LambdaBootstrapHandler(Stream payload, ILambdaContext context);

/// <summary>Takes one invocation after the other from Lambda and answers it.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html</remarks>
public sealed class LambdaBootstrap : IDisposable
{
    private readonly LambdaBootstrapHandler handler;
    private readonly LambdaBootstrapInitializer initializer;
    private readonly LambdaHost host;
    private readonly RuntimeApiClient api;
    private readonly LambdaLogger logger;

    internal LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapInitializer initializer, LambdaHost host)
    {
        this.handler = handler;
        this.initializer = initializer;
        this.host = host;
        api = new(host.Variable("AWS_LAMBDA_RUNTIME_API"));
        logger = new(host);
    }

    /// <summary>
    /// Runs the initializer, then serves invocations without end. From here on what is written to the console becomes lines of
    /// the log.
    /// </summary>
    /// <exception cref="HttpRequestException">Lambda gives no work, or refuses an answer.</exception>
    /// <exception cref="Exception">What the initializer threw, logged and reported to Lambda already.</exception>
    public async Task RunAsync()
    {
        host.SetConsole(new ConsoleLines(logger, LogLevel.Information), new ConsoleLines(logger, LogLevel.Error));
        if (!await StartAsync())
            return;
        while (true)
            await ServeAsync(await api.NextAsync(host.Clock, logger));
    }

    public void Dispose() => api.Dispose();

    private async Task<bool> StartAsync()
    {
        try
        {
            return await initializer();
        }
        catch (Exception e)
        {
            logger.Write(e);
            await api.PostInitErrorAsync(e);
            throw;
        }
    }

    private async Task ServeAsync(NextInvocation invocation)
    {
        host.SetVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
        logger.Begin(invocation);

        Stream response;
        try
        {
            response = await handler(invocation.Payload, invocation);
        }
        catch (Exception e)
        {
            logger.Write(e);
            await api.PostErrorAsync(invocation.AwsRequestId, e);
            return;
        }

        await api.PostResponseAsync(invocation.AwsRequestId, response);
    }
}
