using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;

namespace AwsPolyfill.Tests.RuntimeSupport;

/// <summary>The runtime between a fake Runtime API and a handler of strings, without using the process's console or environment.</summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    private readonly MemoryStream log = new();

    private RunningFunction(FakeRuntimeApi api)
    {
        Api = api;
        Variables["AWS_LAMBDA_RUNTIME_API"] = api.Address;
    }

    public FakeRuntimeApi Api { get; }

    public Dictionary<string, string?> Variables { get; } = [];

    public FixedClock Clock { get; } = new(DateTimeOffset.Parse("2026-11-21T20:16:05.123Z"));

    /// <summary>Used instead of Console.Out and Console.Error.</summary>
    public (TextWriter Out, TextWriter Error) Console { get; private set; } = (TextWriter.Null, TextWriter.Null);

    public string Log => Encoding.UTF8.GetString(log.ToArray());

    public string[] LogLines => Log.Split('\n')[..^1];

    public static async Task<RunningFunction> StartAsync() => new(await FakeRuntimeApi.StartAsync());

    public LambdaBootstrap Build(
        Func<string, ILambdaContext, Task<string>> handler, LambdaBootstrapInitializer? initializer = null)
    {
        var builder = LambdaBootstrapBuilder.Create(handler, new Text());
        if (initializer is not null)
            builder.UseBootstrapHandler(initializer);

        return builder.Build(new LambdaHost(
            Variables.GetValueOrDefault, (name, value) => Variables[name] = value, Clock, log, (output, error) => Console = (output, error)));
    }

    public async Task RunAsync(
        Func<string, ILambdaContext, Task<string>> handler, LambdaBootstrapInitializer? initializer = null)
    {
        using var bootstrap = Build(handler, initializer);
        await bootstrap.RunAsync();
    }

    /// <summary>Runs until the queue is empty, and fails if the loop ends for any other reason.</summary>
    public async Task ServeAllAsync(Func<string, ILambdaContext, Task<string>> handler)
    {
        var end = await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(handler));
        Assert.Equal($"GET http://{Api.Address}/2018-06-01/runtime/invocation/next was answered with 410: no more work", end.Message);
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Text : ILambdaSerializer
    {
        public T Deserialize<T>(Stream requestStream)
        {
            var text = new StreamReader(requestStream).ReadToEnd();
            return text == "unreadable" ? throw new JsonException("Cannot read the event.") : (T)(object)text;
        }

        public void Serialize<T>(T response, Stream responseStream)
        {
            var text = (string)(object)response!;
            responseStream.Write(Encoding.UTF8.GetBytes(text == "unwritable" ? throw new JsonException("Cannot write the answer.") : text));
        }
    }
}
