using System.Net;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal delegate Task<Stream> LambdaBootstrapHandler(Stream payload, ILambdaContext context);

/// <summary>Takes one invocation after the other from Lambda and answers it.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html</remarks>
public sealed class LambdaBootstrap : IDisposable
{
    private readonly LambdaBootstrapHandler handler;
    private readonly LambdaBootstrapInitializer? initializer;
    private readonly LambdaHost host;
    private readonly RuntimeApiClient api;
    private readonly LambdaLogger logger;
    private readonly ConsoleLines output;
    private readonly ConsoleLines error;

    internal LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapInitializer? initializer, LambdaHost host)
    {
        this.handler = handler;
        this.initializer = initializer;
        this.host = host;
        api = new RuntimeApiClient(host.Variable("AWS_LAMBDA_RUNTIME_API"));
        logger = new LambdaLogger(host);
        output = new ConsoleLines(line => logger.Write(LogLevel.Information, line));
        error = new ConsoleLines(line => logger.Write(LogLevel.Error, line));
    }

    /// <summary>
    /// Runs the initializer, then serves invocations until the token is cancelled; one that has begun is still
    /// answered. From here on what is written to the console becomes lines of the log.
    /// </summary>
    /// <exception cref="HttpRequestException">Lambda gives no work, or does not take an answer.</exception>
    /// <exception cref="Exception">What the initializer threw, logged and reported to Lambda already.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        host.SetConsole(output, error);
        if (!await StartAsync())
            return;

        while (await NextAsync(cancellationToken) is { } invocation)
            await ServeAsync(invocation);
    }

    public void Dispose()
    {
        api.Dispose();
        output.Dispose();
        error.Dispose();
    }

    private async Task<bool> StartAsync()
    {
        try
        {
            return initializer is null || await initializer();
        }
        catch (Exception e)
        {
            var report = ErrorReport.From(e);
            logger.Write("The start failed.", report);
            await ReportFailedStartAsync(report);
            throw;
        }
    }

    private async Task ReportFailedStartAsync(ErrorReport report)
    {
        try
        {
            await api.PostInitErrorAsync(report);
        }
        catch (HttpRequestException e)
        {
            // Why the start failed matters more than that nobody took the report.
            logger.Write("The failed start could not be reported.", ErrorReport.From(e));
        }
    }

    private Task<NextInvocation?> NextAsync(CancellationToken cancellationToken)
    {
        // Lambda freezes the process now: a line that is not complete would come out with the next invocation.
        output.Flush();
        error.Flush();
        return api.NextAsync(cancellationToken);
    }

    private async Task ServeAsync(NextInvocation invocation)
    {
        host.SetVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
        logger.Begin(invocation);

        Stream response;
        try
        {
            response = await handler(invocation.Payload, new LambdaContext(invocation, host, logger));
        }
        catch (Exception e)
        {
            var report = ErrorReport.From(e);
            logger.Write("The invocation failed.", report);
            await api.PostErrorAsync(invocation.RequestId, report);
            return;
        }

        try
        {
            await api.PostResponseAsync(invocation.RequestId, response);
        }
        catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.RequestEntityTooLarge)
        {
            logger.Write("The answer is too large.", ErrorReport.From(e));
            await ReportTooLargeAsync(invocation.RequestId);
        }
    }

    private async Task ReportTooLargeAsync(string requestId)
    {
        try
        {
            // In words of our own: the caller may see them, and the exception names an address in here.
            await api.PostErrorAsync(requestId, new("The answer is too large.", "ResponseTooLarge", [], [], IsAggregate: false));
        }
        catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.Forbidden)
        {
            // Lambda may have told the caller already, and then counts the invocation as done.
        }
    }
}
