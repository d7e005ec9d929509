using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PostConfirmation.Local.Faults;

/// <summary>Stands between the function and a service, records which actions are called, and causes the planned faults.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly HttpClient service = new();
    private readonly WebApplication app;
    private int requests;
    private int actions;
    private Func<int, Fault?> plan = _ => null;

    private Proxy(X509Certificate2? certificate)
    {
        app = LocalServer.Create(certificate: certificate);
        app.Run(HandleAsync);
    }

    /// <summary>The service behind it.</summary>
    public Uri? Target { get; set; }

    public Uri Address => LocalServer.AddressOf(app);

    /// <summary>All requests, whatever the action.</summary>
    public int Requests => requests;

    /// <summary>The values of <c>X-Amz-Target</c>.</summary>
    public ConcurrentQueue<string> Actions { get; } = new();

    /// <summary>The values of <c>X-Amzn-Trace-Id</c>, null where there was none.</summary>
    public ConcurrentQueue<string?> Traces { get; } = new();

    /// <summary>The faults caused so far.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = new();

    /// <summary>Errors that nobody planned: a defect of the tests, which the function would mistake for a failure of the service.</summary>
    public ConcurrentQueue<Exception> Problems { get; } = new();

    /// <summary>The fault of a request, by its number; null for none. The first request after this is set is number 1.</summary>
    public Func<int, Fault?> Plan
    {
        set => (plan, actions) = (value, 0);
    }

    /// <summary>Gets what the service answered, whether or not the answer reaches the function.</summary>
    public Action<Exchange, ServiceAnswer>? OnServed { get; init; }

    /// <param name="certificate">For TLS between function and proxy; null for plain HTTP.</param>
    public static async Task<Proxy> StartAsync(
        Uri? target = null, Action<Exchange, ServiceAnswer>? onServed = null, X509Certificate2? certificate = null)
    {
        var proxy = new Proxy(certificate) { Target = target, OnServed = onServed };
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>Forgets everything recorded so far.</summary>
    public void Forget()
    {
        Actions.Clear();
        Traces.Clear();
        Faults.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await LocalServer.EndAsync(app);
        service.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Exchange exchange = null!;
        exchange = new(context, body.ToArray(), () => ForwardAsync(context, exchange));
        if (exchange.Action.Length == 0)
        {
            // Calls no action: the function's warm-up opens its connections with a plain GET.
            await exchange.AnswerAsync(await exchange.ServeAsync());
            return;
        }

        Actions.Enqueue(exchange.Action);
        Traces.Enqueue(context.Request.Headers["X-Amzn-Trace-Id"]);

        try
        {
            if (plan(Interlocked.Increment(ref actions)) is not { } fault)
            {
                await exchange.AnswerAsync(await exchange.ServeAsync());
                return;
            }

            Faults.Enqueue(fault);
            await fault.ApplyAsync(exchange);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The function gave up.
        }
        catch (Exception e)
        {
            Problems.Enqueue(e);
            throw;
        }
    }

    private async Task<ServiceAnswer> ForwardAsync(HttpContext context, Exchange exchange)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(Target!, context.Request.Path))
        {
            Content = exchange.Body.Length == 0 ? null : new ReadOnlyMemoryContent(exchange.Body),
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        request.Headers.Host = null;
        using var response = await service.SendAsync(request);
        var answer = new ServiceAnswer(
            (int)response.StatusCode,
            [.. response.Headers.Concat(response.Content.Headers)],
            await response.Content.ReadAsByteArrayAsync());
        OnServed?.Invoke(exchange, answer);
        return answer;
    }
}
