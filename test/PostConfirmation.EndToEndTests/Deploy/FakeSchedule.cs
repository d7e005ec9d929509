using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>EventBridge Scheduler and Step Functions: a schedule, and the runs that it started.</summary>
internal sealed class FakeSchedule : FakeService
{
    /// <summary>The only schedule's; null where there is none.</summary>
    public string? ScheduleName { get; set; }

    public string ScheduleState { get; set; } = "ENABLED";

    /// <summary>How the last run ended; null where there was none.</summary>
    public string? LastStatus { get; set; }

    protected override Task<JsonNode?> AnswerAsync(HttpRequest request, JsonObject body)
    {
        Calls.Enqueue(request.Headers["X-Amz-Target"] is [{ } target] ? target : $"{request.Method} {request.Path}");
        return Task.FromResult<JsonNode?>(Calls.Last() switch
        {
            "AWSStepFunctions.ListExecutions" when (string?)body["stateMachineArn"] == "arn:states" => new JsonObject
            {
                ["executions"] = new JsonArray([.. LastStatus is null ? [] : new JsonNode[] { Run(LastStatus) }]),
            },
            var call when ScheduleName is not null && call == $"GET /schedules/{ScheduleName}" => new JsonObject
            {
                ["Name"] = ScheduleName,
                ["ScheduleExpression"] = "rate(1 day)",
                ["State"] = ScheduleState,
                ["Target"] = new JsonObject { ["Arn"] = "arn:states", ["RoleArn"] = "arn:role" },
            },
            var call => throw new ServiceError(404, "ResourceNotFoundException", $"There is no {call}."),
        });
    }

    private static JsonObject Run(string status) => new()
    {
        ["executionArn"] = "arn:run",
        ["stateMachineArn"] = "arn:states",
        ["name"] = "run",
        ["status"] = status,
        ["startDate"] = 1795219200,
        ["stopDate"] = 1795222800,
    };
}
