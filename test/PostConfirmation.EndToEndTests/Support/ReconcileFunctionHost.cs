using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>The Reconcile executable behind a Lambda endpoint. When its process ends, another replaces it, as Lambda does.</summary>
internal sealed class ReconcileFunctionHost : IAsyncDisposable
{
    private readonly LambdaEndpoint lambda;
    private readonly Func<FunctionProcess> start;
    private readonly ConcurrentStack<FunctionProcess> processes = new();

    private ReconcileFunctionHost(LambdaEndpoint lambda, FunctionSettings settings)
    {
        this.lambda = lambda;
        start = () => FunctionProcess.Start(settings, Log.Add);
        processes.Push(start());
    }

    public FunctionLog Log { get; } = new();

    public ConcurrentQueue<InvocationResult> Invocations { get; } = new();

    /// <param name="timeout">The function's timeout, of which Reconcile keeps a minute.</param>
    /// <param name="options">More of its variables.</param>
    public static async Task<ReconcileFunctionHost> StartAsync(
        Uri userPools, Uri tables, string userPoolId, string table, string group, TimeSpan timeout, params (string Name, string Value)[] options)
    {
        var variables = options.ToDictionary(option => option.Name, option => (string?)option.Value);
        variables["RECONCILE_USER_POOL_ID"] = userPoolId;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "512";
        var endpoint = await LambdaEndpoint.StartAsync(timeout);
        return new(endpoint, new(endpoint.Address, userPools, tables, table, group, ReconcileExecutable.Path, variables));
    }

    public async Task<InvocationResult> InvokeAsync(string payload)
    {
        var result = await lambda.InvokeAsync(Encoding.UTF8.GetBytes(payload));
        Invocations.Enqueue(result);
        return result;
    }

    /// <summary>Its answer, which must not be an error.</summary>
    public async Task<JsonObject> AnswerAsync(string payload)
    {
        var result = await InvokeAsync(payload);
        Assert.False(result.IsError, result.ErrorMessage);
        return JsonNode.Parse(result.Payload.Span)!.AsObject();
    }

    /// <summary>Invokes it with its own answers until it says that nothing is left.</summary>
    public async Task<IReadOnlyList<JsonObject>> WalkAsync()
    {
        var answers = new List<JsonObject> { await AnswerAsync("{}") };
        while (answers[^1]["next"] is not null)
            answers.Add(await AnswerAsync(answers[^1].ToJsonString()));
        return answers;
    }

    public void Kill()
    {
        processes.TryPeek(out var process);
        process!.Kill();
        processes.Push(start());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        await lambda.DisposeAsync();
    }
}
