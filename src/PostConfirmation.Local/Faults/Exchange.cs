using Microsoft.AspNetCore.Http;

namespace PostConfirmation.Local.Faults;

/// <summary>A service's answer, read to its end.</summary>
internal sealed record ServiceAnswer(int Status, IReadOnlyList<KeyValuePair<string, IEnumerable<string>>> Headers, byte[] Body);

/// <summary>A request of the function at the proxy, which a fault can answer, pass on or cut.</summary>
internal sealed class Exchange(HttpContext context, byte[] body, Func<Task<ServiceAnswer>> service)
{
    /// <summary>Such as <c>DynamoDB_20120810.PutItem</c>.</summary>
    public string Action => context.Request.Headers["X-Amz-Target"].ToString();

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The access key that the request is signed with. It identifies the process, if each has its own.</summary>
    public string AccessKey => context.Request.Headers.Authorization.ToString().Split("Credential=")[1].Split('/')[0];

    /// <summary>The X-Ray trace id of the invocation that it belongs to; empty if there is none.</summary>
    public string TraceId => context.Request.Headers["X-Amzn-Trace-Id"].ToString();

    /// <summary>Cancelled when the function waits no longer.</summary>
    public CancellationToken GivenUp => context.RequestAborted;

    /// <summary>The service's answer, once the function has all of it.</summary>
    public ServiceAnswer? Answer { get; private set; }

    /// <summary>Lets the service do its work, whether or not anybody waits for the answer.</summary>
    public Task<ServiceAnswer> ServeAsync() => service();

    public async Task AnswerAsync(ServiceAnswer answer)
    {
        Begin(answer);
        await context.Response.Body.WriteAsync(answer.Body);
        Answer = answer;
    }

    public async Task AnswerAsync(int status, string contentType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(text);
    }

    /// <summary>Cuts the connection before the whole length in the headers was sent.</summary>
    public async Task AnswerHalfAsync(ServiceAnswer answer)
    {
        Begin(answer);
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body.AsMemory(0, answer.Body.Length / 2));
        await context.Response.Body.FlushAsync();
        Cut();
    }

    public void Cut() => context.Abort();

    private void Begin(ServiceAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, values) in answer.Headers)
            context.Response.Headers[name] = values.ToArray();
        context.Response.Headers.Remove("Transfer-Encoding");
    }
}
