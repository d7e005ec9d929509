using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>A CloudFormation template, looked at by <c>template/check.mjs</c>.</summary>
internal sealed partial class Template
{
    private static readonly string Checker = Repository.PathOf("test/PostConfirmation.EndToEndTests/Deploy/template");

    private static readonly Lazy<Task> Installed = new(InstallAsync);

    private readonly JsonObject template;

    private Template(JsonNode answer)
    {
        Problems = [.. answer["problems"]!.AsArray().Select(problem => (string)problem!)];
        template = answer["template"]!.AsObject();
    }

    /// <summary>The template of this repository, as a file's text.</summary>
    public static string Text => File.ReadAllText(Repository.PathOf("deploy/stack.yaml"));

    /// <summary>What is not as CloudFormation's own resource types say.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>For each parameter.</summary>
    public Dictionary<string, bool> HasDefault =>
        template["Parameters"]!.AsObject().ToDictionary(parameter => parameter.Key, parameter => parameter.Value!["Default"] is not null);

    public IEnumerable<(string Id, JsonObject Properties)> Of(string type) =>
        template["Resources"]!.AsObject()
            .Where(resource => (string)resource.Value!["Type"]! == type)
            .Select(resource => (resource.Key, resource.Value!["Properties"]!.AsObject()));

    public JsonNode Resource(string id) => template["Resources"]![id]!;

    /// <summary>A value with its references resolved, as far as they are to parameters and the values given here.</summary>
    public string Resolve(JsonNode value, params (string Name, string Value)[] values)
    {
        string Known(string name) =>
            values.FirstOrDefault(known => known.Name == name).Value
            ?? (string?)template["Parameters"]![name]?["Default"]
            ?? throw new InvalidOperationException($"The test gives no {name}.");

        return value switch
        {
            JsonObject when value["Ref"] is { } name => Known((string)name!),
            JsonObject when value["Fn::GetAtt"] is { } path => Known(string.Join('.', path.AsArray())),
            JsonObject when value["Fn::Sub"] is { } text => Reference().Replace((string)text!, match => Known(match.Groups["name"].Value)),
            _ => value.ToString(),
        };
    }

    public string Output(string name, params (string Name, string Value)[] values) =>
        Resolve(template["Outputs"]![name]!["Value"]!, values);

    /// <summary>Skips the test where there is no Node or no connection; with <c>CI=true</c> that fails.</summary>
    public static async Task<Template> ReadAsync(string text)
    {
        try
        {
            await Installed.Value;
        }
        catch (LocalException e)
        {
            Command.Skip(e.Message);
        }

        var result = await Command.RunAsync("node", [Path.Combine(Checker, "check.mjs")], text);
        Assert.True(result.ExitCode == 0, result.Everything);
        return new(JsonNode.Parse(result.Output)!);
    }

    private static async Task InstallAsync()
    {
        await NodeTools.CheckAsync(default);
        var (wanted, installed) = (Path.Combine(Checker, "package-lock.json"), Path.Combine(Checker, "node_modules", "installed-lock.json"));
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == await File.ReadAllTextAsync(wanted))
            return;
        await NodeTools.InstallAsync(Checker, progress: null, default);
        File.Copy(wanted, installed);
    }

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
