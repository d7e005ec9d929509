using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using Moq;
using PostConfirmation.Reconcile.Lambda;

namespace PostConfirmation.Reconcile.Tests.Lambda;

/// <summary>The function with the pool and the table of a <see cref="ReconcileHarness"/>, in virtual time.</summary>
internal sealed class LambdaHarness(ReconcileHarness repair)
{
    private readonly RecordingLogger logger = new();

    /// <summary>What is left of the function's timeout when the event comes.</summary>
    public TimeSpan RemainingTime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The named values of each line.</summary>
    public IReadOnlyList<Dictionary<string, object?>> Lines => [.. logger.Lines.Select(line => line.Properties)];

    /// <summary>How long the last invocation took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <param name="input">The event, as JSON.</param>
    public JsonObject Invoke(string input = "{}") => repair.Clock.Run(async () =>
    {
        var context = new Mock<ILambdaContext>(MockBehavior.Strict);
        context.Setup(c => c.RemainingTime).Returns(RemainingTime);
        context.Setup(c => c.Logger).Returns(logger);
        using var payload = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input));
        var from = new ContinuationSerializer().Deserialize<Continuation>(payload);

        var started = repair.Clock.Elapsed;
        try
        {
            var function = new ReconcileFunction(repair.Cognito(), repair.DynamoDb(), repair.Options, repair.Clock, repair.Random);
            return await function.FunctionHandler(from, context.Object);
        }
        finally
        {
            Elapsed = repair.Clock.Elapsed - started;
        }
    });

    /// <summary>Invokes it with its own answers until it says that nothing is left.</summary>
    public IReadOnlyList<JsonObject> Walk()
    {
        var answers = new List<JsonObject> { Invoke() };
        while (answers[^1]["next"] is not null)
            answers.Add(Invoke(answers[^1].ToJsonString()));
        return answers;
    }
}
