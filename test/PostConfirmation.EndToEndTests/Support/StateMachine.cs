using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>An error with the name that <c>Retry</c> and <c>Catch</c> of a state match.</summary>
internal sealed class StateError(string name, string cause) : Exception($"{name}: {cause}")
{
    public string Name => name;
}

/// <summary>Carries out as much of Amazon States Language as the template's machine uses, and refuses the rest.</summary>
/// <remarks>https://states-language.net/spec.html</remarks>
/// <param name="call">Does a task's work, given its resource and its parameters.</param>
internal sealed class StateMachine(JsonObject definition, Func<string, JsonNode, Task<JsonNode>> call)
{
    /// <summary>The largest output of a state.</summary>
    private const int MaxBytes = 262_144;

    private static readonly JsonObject Context = new() { ["StateMachine"] = new JsonObject { ["Id"] = "this-machine" } };

    /// <summary>The states in the order in which they were entered.</summary>
    public List<string> Entered { get; } = [];

    /// <summary>How long it would have waited before it repeated a task.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <returns>The output of the execution.</returns>
    /// <exception cref="StateError">The execution failed.</exception>
    public async Task<JsonNode> RunAsync(JsonNode input)
    {
        var data = input.DeepClone();
        for (var name = (string)definition["StartAt"]!; ;)
        {
            Entered.Add(name);
            var state = definition["States"]![name]!.AsObject();
            switch ((string)state["Type"]!)
            {
                case "Task":
                    (data, name) = await TaskAsync(state, data);
                    break;
                case "Choice":
                    AssertKnows(state, "Type", "Choices", "Default");
                    name = (string)(state["Choices"]!.AsArray().FirstOrDefault(choice => Holds(choice!.AsObject(), data))?["Next"] ?? state["Default"]!)!;
                    break;
                case "Succeed":
                    AssertKnows(state, "Type");
                    return data;
                case var other:
                    throw new NotSupportedException(other);
            }
        }
    }

    private async Task<(JsonNode Data, string Next)> TaskAsync(JsonObject state, JsonNode data)
    {
        AssertKnows(state, "Type", "Resource", "Parameters", "ResultPath", "OutputPath", "Retry", "Catch", "Next");
        for (var retries = new Dictionary<JsonNode, int>(); ;)
        {
            try
            {
                var result = await call((string)state["Resource"]!, Parameters(state["Parameters"]!, data));
                if (Encoding.UTF8.GetByteCount(result.ToJsonString()) > MaxBytes)
                    throw new StateError("States.DataLimitExceeded", (string)state["Resource"]!);
                if ((string?)state["ResultPath"] is { } path)
                {
                    var whole = data.DeepClone();
                    whole[path["$.".Length..]] = result.DeepClone();
                    result = whole;
                }

                return (Find(result, (string?)state["OutputPath"] ?? "$")!.DeepClone(), (string)state["Next"]!);
            }
            catch (StateError e)
            {
                if (Handler(state["Retry"], e) is { } retry && retries.GetValueOrDefault(retry) is var count && count < (int)retry["MaxAttempts"]!)
                {
                    retries[retry] = count + 1;
                    Waits.Add(TimeSpan.FromSeconds((int)retry["IntervalSeconds"]! * Math.Pow((double)retry["BackoffRate"]!, count)));
                    continue;
                }

                if (Handler(state["Catch"], e) is { } handler)
                    return (new JsonObject { ["Error"] = e.Name, ["Cause"] = e.Message }, (string)handler["Next"]!);
                throw;
            }
        }
    }

    private static JsonNode? Handler(JsonNode? handlers, StateError error) =>
        handlers?.AsArray().FirstOrDefault(handler => handler!["ErrorEquals"]!.AsArray().Any(name => (string?)name == error.Name || (string?)name == "States.ALL"));

    private static JsonObject Parameters(JsonNode parameters, JsonNode data) => new(parameters.AsObject().Select(parameter =>
        parameter.Key.EndsWith(".$", StringComparison.Ordinal)
            ? KeyValuePair.Create(parameter.Key[..^2], Value((string)parameter.Value!, data))
            : KeyValuePair.Create(parameter.Key, parameter.Value?.DeepClone())));

    private static JsonNode? Value(string path, JsonNode data) =>
        path.StartsWith("$$", StringComparison.Ordinal) ? Find(Context, path[1..])?.DeepClone() : Find(data, path)?.DeepClone();

    private static bool Holds(JsonObject choice, JsonNode data) => choice.Single(part => part.Key is not ("Variable" or "Next")) switch
    {
        ("And", var all) => all!.AsArray().All(one => Holds(one!.AsObject(), data)),
        ("IsPresent", var wanted) => Exists(data, (string)choice["Variable"]!) == (bool)wanted!,
        ("IsNull", var wanted) => Exists(data, (string)choice["Variable"]!)
            ? Find(data, (string)choice["Variable"]!) is null == (bool)wanted!
            : throw new StateError("States.Runtime", $"there is no {choice["Variable"]}"),
        var (other, _) => throw new NotSupportedException(other),
    };

    private static JsonNode? Find(JsonNode data, string path) => Exists(data, path, out var found) ? found : throw new StateError("States.Runtime", $"there is no {path}");

    private static bool Exists(JsonNode data, string path) => Exists(data, path, out _);

    /// <param name="path">Such as <c>$.runs.Executions[1]</c>.</param>
    private static bool Exists(JsonNode data, string path, out JsonNode? found)
    {
        found = data;
        foreach (var step in path.Split('.', '[').Skip(1))
        {
            if (step.EndsWith(']') && found is JsonArray list && int.Parse(step[..^1], CultureInfo.InvariantCulture) is var index && index < list.Count)
                found = list[index];
            else if (!step.EndsWith(']') && found is JsonObject map && map.TryGetPropertyValue(step, out var value))
                found = value;
            else
                return false;
        }

        return true;
    }

    private static void AssertKnows(JsonObject state, params string[] names) =>
        Assert.Empty(state.Select(part => part.Key).Except(names));
}
