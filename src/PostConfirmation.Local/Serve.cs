using System.Collections.Concurrent;
using System.Text.Json;

namespace PostConfirmation.Local;

/// <summary>Keeps user pool, table and function up for a front end, and tells what the trigger does.</summary>
internal sealed class Serve(Screen screen, LocalOptions options)
{
    private static readonly TimeSpan LogLineTimeout = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> logLines = new();

    /// <summary>Ends with an <see cref="OperationCanceledException"/>, or because the function's process ended.</summary>
    /// <exception cref="LocalException" />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var observed = options with
        {
            OnInvocation = (payload, result) => _ = ShowAsync(payload, result),
            OnFunctionLine = line =>
            {
                KeepLogLine(line);
                options.OnFunctionLine?.Invoke(line);
            },
        };
        await using var environment = await screen.WorkAsync(progress => LocalEnvironment.StartAsync(observed, progress, cancellationToken));
        Introduce(environment);
        if (options.WithoutFunction)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        var exitCode = await environment.Function.Exited.WaitAsync(cancellationToken);
        throw new LocalException($"The function's process ended, with exit code {exitCode}: {environment.Function.LastLines}");
    }

    private void Introduce(LocalEnvironment environment)
    {
        var (pool, table) = (environment.UserPool, environment.Table);
        screen.Table(
            ("Endpoint", pool.Endpoint.AbsoluteUri.TrimEnd('/')),
            ("Region", LocalAws.Region),
            ("User pool", pool.Id),
            ("App client", pool.ClientId),
            ("Group", pool.GroupName),
            ("Confirmation code", LocalUserPool.ConfirmationCode),
            ("Table", table.Name),
            ("Table's endpoint", table.Endpoint.AbsoluteUri.TrimEnd('/')));
        var cognito = $"--endpoint-url {pool.Endpoint.AbsoluteUri.TrimEnd('/')} --region {LocalAws.Region}";
        screen.Line($"""

            Sign somebody up, for example:
              aws cognito-idp sign-up {cognito} --client-id {pool.ClientId} --username ada@example.com --password {LocalUserPool.Password} --user-attributes 'Name=address,Value="12 St James Square, London"'
              aws cognito-idp confirm-sign-up {cognito} --client-id {pool.ClientId} --username ada@example.com --confirmation-code {LocalUserPool.ConfirmationCode}
              AWS_ACCESS_KEY_ID={LocalAws.AccessKey} AWS_SECRET_ACCESS_KEY={LocalAws.AccessKey} aws dynamodb scan --endpoint-url {table.Endpoint.AbsoluteUri.TrimEnd('/')} --region {LocalAws.Region} --table-name {table.Name}

            """);
        if (options.WithoutFunction)
        {
            screen.Line("Start the function by yourself, in this environment:");
            foreach (var (name, value) in FunctionProcess.Variables(environment.FunctionSettings))
                screen.Line($"  {name}={value}");
            screen.Line();
        }
        screen.Line("Ctrl+C stops everything. What the trigger does:");
    }

    private void KeepLogLine(string line)
    {
        if (!line.StartsWith('{'))
            return;
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("requestId", out var id) && json.RootElement.TryGetProperty("outcome", out _))
                LogLine(id.GetString() ?? "").TrySetResult(json.RootElement.Clone());
        }
        catch (JsonException)
        {
            // The function writes what it likes.
        }
    }

    /// <summary>The function's own words where they come in time, which is shortly before or after its answer.</summary>
    private async Task ShowAsync(ReadOnlyMemory<byte> payload, InvocationResult result)
    {
        JsonElement? said = null;
        try
        {
            said = await LogLine(result.RequestId).Task.WaitAsync(LogLineTimeout);
        }
        catch (TimeoutException)
        {
            // Then the result itself has to do.
        }
        logLines.TryRemove(result.RequestId, out _);

        using var trigger = JsonDocument.Parse(payload);
        var source = Text(trigger.RootElement, "triggerSource");
        var sub = trigger.RootElement.TryGetProperty("request", out var request) && request.TryGetProperty("userAttributes", out var attributes)
            ? Text(attributes, "sub")
            : "";
        var outcome = said is { } line
            ? $"{Text(line, "outcome")} {Text(line, "reason")}".Trim()
            : result.IsError ? "failed" : "succeeded";
        screen.Line($"{DateTime.Now:HH:mm:ss}  {source}  {outcome}  {sub}  {result.Elapsed.TotalMilliseconds:0} ms  {result.ErrorMessage}".TrimEnd());
    }

    private TaskCompletionSource<JsonElement> LogLine(string requestId) =>
        logLines.GetOrAdd(requestId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static string Text(JsonElement json, string property) =>
        json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
