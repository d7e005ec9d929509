using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>A CloudFormation template, as <c>template/check.mjs</c> reads it.</summary>
internal sealed partial class Template
{
    private static readonly NpmFolder Checker = new("test/PostConfirmation.EndToEndTests/Deploy/template");

    /// <summary>As text, because tests that run at the same time cannot share a <see cref="JsonNode"/>.</summary>
    private static readonly Lazy<Task<string>> OfStack = new(() => CheckAsync(Text));

    private readonly JsonObject template;

    private Template(string checkedText)
    {
        var answer = JsonNode.Parse(checkedText)!;
        Problems = [.. answer["problems"]!.AsArray().Select(problem => (string)problem!)];
        template = answer["template"]!.AsObject();
    }

    /// <summary>The template of this repository, as a file's text.</summary>
    public static string Text => File.ReadAllText(Repository.PathOf("deploy/stack.yaml"));

    /// <summary>What contradicts CloudFormation's own resource types.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>For each parameter.</summary>
    public Dictionary<string, bool> HasDefault =>
        template["Parameters"]!.AsObject().ToDictionary(parameter => parameter.Key, parameter => parameter.Value!["Default"] is not null);

    /// <summary>The logical ids of all resources, in order.</summary>
    public IEnumerable<string> Ids => template["Resources"]!.AsObject().Select(resource => resource.Key);

    public IEnumerable<(string Id, JsonObject Properties)> Of(string type) =>
        template["Resources"]!.AsObject()
            .Where(resource => (string)resource.Value!["Type"]! == type)
            .Select(resource => (resource.Key, resource.Value!["Properties"]!.AsObject()));

    public JsonNode Resource(string id) => template["Resources"]![id]!;

    /// <summary>The statements of a role's only policy.</summary>
    public IReadOnlyList<JsonObject> StatementsOf(string role, params (string Name, string Value)[] values) =>
        [.. Evaluate(Assert.Single(Resource(role)["Properties"]!["Policies"]!.AsArray())!["PolicyDocument"]!["Statement"]!, values)!
            .AsArray().Select(statement => statement!.AsObject())];

    /// <summary>The definition of a state machine, in Amazon States Language.</summary>
    public JsonObject StatesOf(string machine, params (string Name, string Value)[] values) =>
        JsonNode.Parse(Resolve(Resource(machine)["Properties"]!["DefinitionString"]!, values))!.AsObject();

    public string Output(string name, params (string Name, string Value)[] values) =>
        Resolve(template["Outputs"]![name]!["Value"]!, values);

    /// <summary>A value that is a text in the end.</summary>
    public string Resolve(JsonNode value, params (string Name, string Value)[] values) => Evaluate(value, values)!.ToString();

    /// <summary>
    /// A value as CloudFormation makes it from the parameters' defaults and what is given here, which are parameters, attributes
    /// and pseudo parameters; null for none.
    /// </summary>
    public JsonNode? Evaluate(JsonNode? value, params (string Name, string Value)[] values)
    {
        string Known(string name) =>
            values.FirstOrDefault(known => known.Name == name).Value
            ?? (string?)template["Parameters"]![name]?["Default"]?.ToString()
            ?? throw new InvalidOperationException($"The test gives no {name}.");

        bool IsTrue(JsonNode condition) => condition.AsObject().Single() switch
        {
            ("Condition", var name) => IsTrue(template["Conditions"]![(string)name!]!),
            ("Fn::Equals", var sides) => Inner(sides![0])!.ToString() == Inner(sides[1])!.ToString(),
            ("Fn::Not", var inner) => !IsTrue(inner![0]!),
            ("Fn::And", var all) => all!.AsArray().All(one => IsTrue(one!)),
            var (other, _) => throw new InvalidOperationException($"This test does not know {other}."),
        };

        JsonNode? Inner(JsonNode? node) => node switch
        {
            JsonObject when (string?)node["Ref"] is { } name => name == "AWS::NoValue" ? null : Known(name),
            JsonObject when node["Fn::GetAtt"] is { } path => Known(string.Join('.', path.AsArray())),
            JsonObject when node["Fn::Sub"] is { } text => Reference().Replace((string)text!, match => Known(match.Groups["name"].Value)),
            JsonObject when node["Fn::Join"] is { } join => string.Join((string)join[0]!, join[1]!.AsArray().Select(Inner)),
            JsonObject when node["Fn::If"] is { } choice => Inner(choice[IsTrue(new JsonObject { ["Condition"] = (string)choice[0]! }) ? 1 : 2]),
            JsonObject pairs => new JsonObject(pairs.Select(pair => KeyValuePair.Create(pair.Key, Inner(pair.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Inner).Where(item => item is not null)]),
            _ => node?.DeepClone(),
        };

        return Inner(value);
    }

    /// <summary>The template of this repository, which is checked only once: that takes a second.</summary>
    /// <inheritdoc cref="NpmFolder.RequireAsync"/>
    public static async Task<Template> OfStackAsync() => new(await OfStack.Value);

    /// <inheritdoc cref="NpmFolder.RequireAsync"/>
    /// <param name="text">YAML or JSON.</param>
    public static async Task<Template> ReadAsync(string text) => new(await CheckAsync(text));

    private static async Task<string> CheckAsync(string text)
    {
        await Checker.RequireAsync();
        return await NpmFolder.NodeAsync([Path.Combine(Checker.Path, "check.mjs")], text);
    }

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
