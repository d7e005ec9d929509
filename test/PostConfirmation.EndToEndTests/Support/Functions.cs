using System.Text;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Processes of the function that a test called by itself.</summary>
internal sealed class Functions(LambdaEndpoint lambda) : IAsyncDisposable
{
    public LambdaEndpoint Lambda => lambda;

    public List<FunctionProcess> Processes { get; } = [];

    public FunctionLog Log { get; } = new();

    public Task<InvocationResult> InvokeAsync(string payload) => lambda.InvokeAsync(Encoding.UTF8.GetBytes(payload));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
            await process.DisposeAsync();
        await lambda.DisposeAsync();
    }
}
