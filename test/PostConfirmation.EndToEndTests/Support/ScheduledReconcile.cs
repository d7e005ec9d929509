using System.Text.Json.Nodes;
using PostConfirmation.EndToEndTests.Deploy;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>The template's state machine around the Reconcile function, as the schedule starts it.</summary>
internal static class ScheduledReconcile
{
    private static readonly (string, string)[] Values = [("AWS::Partition", "aws"), ("AWS::Region", "r"), ("AWS::AccountId", "a")];

    /// <param name="function">Null where it is not deployed yet.</param>
    /// <param name="running">How many executions there are, this one among them.</param>
    public static async Task<StateMachine> MachineAsync(ReconcileFunctionHost? function, int running = 1)
    {
        var template = await Template.OfStackAsync();
        return new(template.StatesOf("ReconcileStates", Values), (resource, parameters) => resource switch
        {
            "arn:aws:states:::aws-sdk:sfn:listExecutions" => Task.FromResult<JsonNode>(Executions(parameters, running)),
            "arn:aws:states:::lambda:invoke" when function is null => throw new StateError("Lambda.ResourceNotFoundException", "Function not found"),
            "arn:aws:states:::lambda:invoke" => InvokeAsync(function, parameters),
            _ => throw new NotSupportedException(resource),
        });
    }

    /// <summary>From the schedule's event to the end.</summary>
    /// <returns>What the last invocation answered.</returns>
    public static async Task<JsonNode> RunAsync(ReconcileFunctionHost function) => await (await MachineAsync(function)).RunAsync(new JsonObject());

    private static JsonObject Executions(JsonNode parameters, int running)
    {
        Assert.Equal(("this-machine", "RUNNING"), ((string?)parameters["StateMachineArn"], (string?)parameters["StatusFilter"]));
        var names = Enumerable.Range(0, Math.Min(running, (int)parameters["MaxResults"]!)).Select(number => (JsonNode)new JsonObject { ["Name"] = $"run-{number}" });
        return new JsonObject { ["Executions"] = new JsonArray([.. names]) };
    }

    private static async Task<JsonNode> InvokeAsync(ReconcileFunctionHost function, JsonNode parameters)
    {
        Assert.EndsWith(":function:PostConfirmation-reconcile", (string?)parameters["FunctionName"], StringComparison.Ordinal);
        var result = await function.InvokeAsync(parameters["Payload"]!.ToJsonString());
        return result.ErrorType switch
        {
            null => new JsonObject { ["StatusCode"] = 200, ["Payload"] = JsonNode.Parse(result.Payload.Span) },
            // Step Functions has no error name for a process that Lambda ended.
            "Sandbox.Timedout" or "Runtime.ExitError" => throw new StateError("Lambda.Unknown", result.ErrorMessage!),
            var type => throw new StateError(type, result.ErrorMessage!),
        };
    }
}
