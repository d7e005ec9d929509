using System.Net;
using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests;

/// <summary>What passes between Lambda and the function's own executable.</summary>
[Collection(nameof(Alone))]
public sealed class RuntimeApiTests : IAsyncLifetime
{
    private readonly List<FunctionProcess> processes = [];
    private FastServices services = null!;
    private LambdaEndpoint lambda = null!;

    public async Task InitializeAsync()
    {
        services = await FastServices.StartAsync();
        lambda = await LambdaEndpoint.StartAsync(EmulatorFixture.FunctionTimeout);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        await lambda.DisposeAsync();
        await services.DisposeAsync();
    }

    /// <summary>AWS's own client for .NET reads the body, and ends the process if there is none.</summary>
    [Theory]
    [InlineData("invocation/{0}/response")]
    [InlineData("invocation/{0}/error")]
    [InlineData("init/error")]
    public async Task The_Runtime_API_answers_each_post_with_a_body(string path)
    {
        using var process = new HttpClient { BaseAddress = new Uri(lambda.Address, "2018-06-01/runtime/") };
        var invocation = lambda.InvokeAsync(Payloads.Good);
        using var work = await process.GetAsync(new Uri("invocation/next", UriKind.Relative));
        var id = work.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();

        using var accepted = await process.PostAsync(new Uri(string.Format(path, id), UriKind.Relative), new StringContent("{}"));

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("""{"status":"OK"}""", await accepted.Content.ReadAsStringAsync());
        Assert.True(path == "init/error" || (await invocation).Payload.Span.SequenceEqual("{}"u8));
    }

    /// <summary>AWS's tools for local tests put the function's name into the path.</summary>
    [Fact]
    public async Task The_address_of_the_Runtime_API_may_have_a_path()
    {
        Start(("AWS_LAMBDA_RUNTIME_API", $"{lambda.Address.Authority}/{LambdaEndpoint.FunctionName}"));

        var answer = await lambda.InvokeAsync(Payloads.Skipped);
        var error = await lambda.InvokeAsync(Payloads.Bad[0]);

        Assert.False(answer.IsError, answer.ErrorMessage);
        Assert.Equal(ExpectedErrors.FromFunction(error), error.ErrorMessage);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_Lambdas_error_and_another_process_takes_over()
    {
        // As the managed build has: with less, AWS's runtime runs out of memory before it can send so much.
        var process = Start(("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"));

        var refused = await lambda.InvokeAsync(Payloads.OfSixMegabytesThatGrow);

        Assert.Equal("Function.ResponseSizeTooLarge", refused.ErrorType);
        Assert.Equal(1, await process.Exited.WaitAsync(TimeSpan.FromSeconds(30)));

        Start();
        Assert.False((await lambda.InvokeAsync(Payloads.Skipped)).IsError);
    }

    /// <remarks>AWS's runtime limits the heap to the function's memory, and the answer finds no room. The stand-ins' goes on to Lambda.</remarks>
    [Fact]
    public async Task At_128_MB_the_user_sees_no_words_of_the_serializer()
    {
        Start();

        var failed = await lambda.InvokeAsync(Payloads.OfSixMegabytesThatGrow);

        if (failed.ErrorType != "Function.ResponseSizeTooLarge")
            Assert.Equal(ExpectedErrors.FromFunction(failed), failed.ErrorMessage);
    }

    private FunctionProcess Start(params (string Name, string? Value)[] variables)
    {
        var all = new Dictionary<string, string?>(services.Trust);
        foreach (var (name, value) in variables)
            all[name] = value;
        processes.Add(FunctionProcess.Start(new(lambda.Address, services.Address, services.Address, "users", "customers", Variables: all)));
        return processes[^1];
    }
}
