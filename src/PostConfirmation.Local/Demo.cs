using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;

namespace PostConfirmation.Local;

/// <summary>Signs two sample users up and shows the result.</summary>
internal sealed class Demo(Screen screen, LocalOptions options)
{
    /// <summary>As people write it: <c>St James's</c>, not <c>St James\u0027s</c>.</summary>
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentQueue<InvocationResult> invocations = new();
    private readonly ConcurrentQueue<string> functionLines = new();

    /// <returns>Whether both users are in the group and in the table.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var observed = options with
        {
            Invocations = new() { Finished = (_, result) => invocations.Enqueue(result) },
            OnFunctionLine = line =>
            {
                functionLines.Enqueue(line);
                options.OnFunctionLine?.Invoke(line);
            },
        };
        await using var environment = await screen.WorkAsync(progress => LocalEnvironment.StartAsync(observed, progress, cancellationToken));
        screen.Done($"User pool {environment.UserPool.Id}, table {options.TableName} and the function are running");

        var first = await SignUpAsync(environment, "ada.lovelace@example.com", cancellationToken);
        if (!await ShowAsync(environment, first, cancellationToken))
            return false;
        var second = await SignUpAsync(environment, "charles.babbage@example.com", cancellationToken);
        if (!await IsProvisionedAsync(environment, second, cancellationToken))
            return screen.Failed($"{second} is not in the group and the table: {Reasons()}");
        if (invocations.Any(invocation => invocation.IsError))
            return screen.Failed($"Group and record are there, but the function reported an error: {Reasons()}");
        ShowTimes(environment);
        return true;
    }

    private async Task<string> SignUpAsync(LocalEnvironment environment, string email, CancellationToken cancellationToken)
    {
        var address = """{"street_address":"12 St James's Square","locality":"London","postal_code":"SW1Y 4JH","country":"GB","address_type":"home"}""";
        var sub = await environment.UserPool.SignUpAsync(email, new Dictionary<string, string> { ["address"] = address }, cancellationToken);
        await environment.UserPool.ConfirmSignUpAsync(email, cancellationToken: cancellationToken);
        screen.Done($"{email} signed up and confirmed with the code {LocalUserPool.ConfirmationCode}");
        return sub;
    }

    private async Task<bool> ShowAsync(LocalEnvironment environment, string sub, CancellationToken cancellationToken)
    {
        var groups = await environment.UserPool.GroupsOfAsync(sub, cancellationToken);
        if (!groups.Contains(options.GroupName))
            return screen.Failed($"The pool says that {sub} is not in the group {options.GroupName}: {Reasons()}");
        screen.Done($"The pool says: in the group {options.GroupName}");

        var item = await environment.Table.FindAsync($"USER#{sub}", cancellationToken);
        if (item is null)
            return screen.Failed($"The table has no record USER#{sub}: {Reasons()}");
        screen.Done("The table says: the record is there");
        screen.Json($"{options.TableName}  USER#{sub}", ReadableJson(item));
        return true;
    }

    private static string ReadableJson(Dictionary<string, AttributeValue> item) =>
        JsonNode.Parse(Document.FromAttributeMap(item).ToJson())!.ToJsonString(Readable);

    private async Task<bool> IsProvisionedAsync(LocalEnvironment environment, string sub, CancellationToken cancellationToken) =>
        (await environment.UserPool.GroupsOfAsync(sub, cancellationToken)).Contains(options.GroupName)
        && await environment.Table.FindAsync($"USER#{sub}", cancellationToken) is not null;

    private void ShowTimes(LocalEnvironment environment)
    {
        var times = invocations.Select(invocation => invocation.Elapsed.TotalMilliseconds).ToArray();
        screen.Table(
            ("Start of the function", $"{environment.InitDuration.TotalMilliseconds:0} ms"),
            ("First invocation (cold)", $"{times[0]:0} ms"),
            ("Second invocation (warm)", $"{times[1]:0} ms"),
            ("Cognito gives up after", "5000 ms"));
    }

    /// <summary>The emulator does not report the trigger's failure.</summary>
    private string Reasons() =>
        string.Join(
            Environment.NewLine,
            invocations.Select(invocation => invocation.ErrorMessage).OfType<string>().DefaultIfEmpty("the function reported no error.")
                .Concat(functionLines.TakeLast(10)));
}
