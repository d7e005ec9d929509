using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>The functions' settings in Lambda, and their resource policies.</summary>
internal sealed class FakeLambda : FakeService
{
    private readonly Dictionary<string, JsonObject> functions = [];
    private readonly Dictionary<string, List<JsonObject>> statements = [];

    public static string ArnOf(string function) => $"arn:aws:lambda:local:local:function:{function}";

    /// <returns>The settings of a new function, as a deployment leaves them.</returns>
    public JsonObject Deploy(string name, string table, string group)
    {
        statements[name] = [];
        return functions[name] = new()
        {
            ["FunctionName"] = name,
            ["FunctionArn"] = ArnOf(name),
            ["State"] = "Active",
            ["Timeout"] = 5,
            ["MemorySize"] = 128,
            ["LoggingConfig"] = new JsonObject { ["LogFormat"] = "JSON", ["LogGroup"] = $"/aws/lambda/{name}" },
            ["Environment"] = new JsonObject
            {
                ["Variables"] = new JsonObject { ["APP_TABLE_NAME"] = table, ["APP_GROUP_NAME"] = group },
            },
        };
    }

    public JsonObject SettingsOf(string function) => functions[function];

    public IReadOnlyList<JsonObject> StatementsOf(string function) => statements[function];

    /// <summary>The function's resource policy as Lambda returns it.</summary>
    public string PolicyOf(string function) => new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray([.. statements[function].Select(statement => statement.DeepClone())]),
    }.ToJsonString();

    /// <returns>The new statement of the function's policy, as Lambda writes it.</returns>
    public JsonObject Permit(
        string function, string id, string principal, string source, string account = "local", string action = "lambda:InvokeFunction")
    {
        var policy = statements[function];
        if (policy.Any(statement => (string?)statement["Sid"] == id))
            throw new ServiceError(409, "ResourceConflictException", $"The statement id ({id}) provided already exists.");
        policy.Add(new()
        {
            ["Sid"] = id,
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = principal },
            ["Action"] = action,
            ["Resource"] = ArnOf(function),
            ["Condition"] = new JsonObject
            {
                ["StringEquals"] = new JsonObject { ["AWS:SourceAccount"] = account },
                ["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = source },
            },
        });
        return policy[^1];
    }

    protected override Task<JsonNode?> AnswerAsync(HttpRequest request, JsonObject body)
    {
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        Calls.Enqueue($"{request.Method} {string.Join('/', path[3..])}");
        if (path is not ["2015-03-31", "functions", var name, ..] || !functions.TryGetValue(name, out var function))
            throw new ServiceError(404, "ResourceNotFoundException", $"Function not found: {request.Path}");

        var policy = statements[name];
        return Task.FromResult<JsonNode?>((request.Method, path[3..]) switch
        {
            ("GET", ["configuration"]) => function.DeepClone(),
            ("GET", ["policy"]) when policy.Count > 0 => new JsonObject { ["Policy"] = PolicyOf(name), ["RevisionId"] = "1" },
            ("POST", ["policy"]) => new JsonObject
            {
                ["Statement"] = Permit(
                    name, (string)body["StatementId"]!, (string)body["Principal"]!, (string)body["SourceArn"]!,
                    (string)body["SourceAccount"]!, (string)body["Action"]!).ToJsonString(),
            },
            ("DELETE", ["policy", var id]) when policy.RemoveAll(statement => (string?)statement["Sid"] == id) > 0 => null,
            _ => throw new ServiceError(404, "ResourceNotFoundException", "The resource you requested does not exist."),
        });
    }
}
