using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace PostConfirmation.Local;

/// <summary>
/// The part of AWS Lambda between a caller and a function: the Invoke API for the caller, the Runtime API for any
/// number of processes of the function.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html</remarks>
internal sealed class LambdaEndpoint : IAsyncDisposable
{
    public const string FunctionName = "PostConfirmation";

    private const int MaxPayloadBytes = 6_291_556;

    private readonly InvocationQueue queue;
    private readonly WebApplication app;

    private LambdaEndpoint(InvocationQueue queue)
    {
        this.queue = queue;
        app = LocalServer.Create(kestrel => kestrel.Limits.MaxRequestBodySize = MaxPayloadBytes);
        // AWS_LAMBDA_RUNTIME_API may have the function's name as a path, as AWS's own tools for local tests give it.
        app.UsePathBase($"/{FunctionName}").UseRouting();
        app.MapPost("/2015-03-31/functions/{name}/invocations", InvokeAsync);
        var runtime = app.MapGroup("/2018-06-01/runtime");
        runtime.MapGet("/invocation/next", NextAsync);
        runtime.MapPost("/invocation/{id}/response", RespondAsync);
        runtime.MapPost("/invocation/{id}/error", FailAsync);
        runtime.MapPost("/init/error", FailInitAsync);
    }

    /// <summary>The Invoke API; its authority is the value of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public Uri Address => new(app.Urls.Single());

    /// <summary>Completes when a process asks for work for the first time.</summary>
    public Task Ready => queue.Ready;

    /// <summary>Completes with Lambda's JSON of the error when a process cannot start. From then on every invocation fails with it.</summary>
    public Task<byte[]> InitError => queue.InitError;

    /// <param name="timeout">The function's timeout: an invocation that takes longer fails.</param>
    public static async Task<LambdaEndpoint> StartAsync(
        TimeSpan timeout, InvocationEvents? events = null, CancellationToken cancellationToken = default)
    {
        var endpoint = new LambdaEndpoint(new(timeout, events ?? new()));
        await endpoint.app.StartAsync(cancellationToken);
        return endpoint;
    }

    /// <summary>Calls the function. Its failure is a result, too; only cancellation throws.</summary>
    public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        queue.InvokeAsync(payload, cancellationToken);

    /// <inheritdoc cref="InvocationQueue.TurnAwayWaiting"/>
    public void TurnAwayWaiting() => queue.TurnAwayWaiting();

    public ValueTask DisposeAsync() => LocalServer.EndAsync(app);

    private async Task InvokeAsync(HttpContext context)
    {
        var result = await queue.InvokeAsync(await ReadAsync(context), context.RequestAborted);
        context.Response.Headers["X-Amz-Executed-Version"] = "$LATEST";
        context.Response.Headers["x-amzn-RequestId"] = result.RequestId;
        if (result.IsError)
            context.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
        await WriteAsync(context, result.Payload);
    }

    private async Task NextAsync(HttpContext context)
    {
        var invocation = await queue.TakeAsync(ProcessGone(context), context.RequestAborted);
        var now = DateTimeOffset.UtcNow;
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = (now + queue.Timeout).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = $"arn:aws:lambda:us-east-1:000000000000:function:{FunctionName}";
        headers["Lambda-Runtime-Trace-Id"] = $"{invocation.TraceId};Sampled=0";
        await WriteAsync(context, invocation.Payload);
    }

    /// <summary>
    /// A connection on which work was handed out stays open as long as the process that took the work lives, unless the
    /// client closes it. (.NET's client keeps an idle connection for a minute.)
    /// </summary>
    private static CancellationToken ProcessGone(HttpContext context) =>
        string.Equals(context.Request.Headers.Connection, "close", StringComparison.OrdinalIgnoreCase)
            ? CancellationToken.None
            : context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed;

    private Task RespondAsync(string id, HttpContext context) => EndAsync(id, context, (invocation, body) => invocation.Succeed(body));

    private Task FailAsync(string id, HttpContext context) => EndAsync(id, context, (invocation, body) => invocation.Fail(body));

    private async Task EndAsync(string id, HttpContext context, Action<Invocation, byte[]> end)
    {
        if (queue.Find(id) is not { } invocation)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { errorMessage = "Invalid request ID", errorType = "InvalidRequestID" });
            return;
        }
        // Read to the end even if it is too large: a process that is cut off while it sends does not get the answer.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var body = await ReadAsync(context);
        if (body.Length > MaxPayloadBytes)
        {
            invocation.Fail("Function.ResponseSizeTooLarge", $"Response payload size exceeded maximum allowed payload size ({MaxPayloadBytes} bytes).");
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            await context.Response.WriteAsJsonAsync(new { errorMessage = "Exceeded maximum allowed payload size", errorType = "RequestEntityTooLarge" });
            return;
        }
        end(invocation, body);
        queue.Forget(id);
        await AcceptAsync(context);
    }

    private async Task FailInitAsync(HttpContext context)
    {
        queue.FailInit(await ReadAsync(context));
        await AcceptAsync(context);
    }

    /// <summary>With a body, as Lambda answers: AWS's own client for .NET parses it, and without one it ends the process.</summary>
    private static Task AcceptAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return WriteAsync(context, """{"status":"OK"}"""u8.ToArray());
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }
}
