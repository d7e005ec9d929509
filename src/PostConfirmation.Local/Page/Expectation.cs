namespace PostConfirmation.Local.Page;

/// <summary>What should happen to a sign-up while something is broken.</summary>
/// <param name="Outcome">The outcome in the log.</param>
/// <param name="Text">A sentence or two, for people.</param>
internal sealed record Expectation(string Outcome, string Text)
{
    /// <summary>The function's number of attempts.</summary>
    private const int MaxAttempts = 3;

    private const string Deferred =
        "the sign-up succeeds all the same, the record keeps pending_group, and Reconcile adds the user later.";

    private const string Failed =
        "the user is confirmed and sees a fixed message with a reference. Reconcile completes the user.";

    private const string Killed =
        "Nobody but Lambda can answer, and the user sees that answer. Reconcile, or another call, does what is missing.";

    /// <summary>Of a sign-up whose process is killed at its work.</summary>
    public static Expectation KilledAtWork { get; } = new("failed", $"The process is killed at its work. {Killed}");

    /// <param name="kill">Whether the process ends in the middle.</param>
    /// <returns>Null if nothing is broken.</returns>
    public static Expectation? Of(ServiceFault cognito, ServiceFault dynamoDb, bool kill)
    {
        var (group, record) = (Group(cognito), Record(dynamoDb));
        if (kill)
        {
            var isInGroup = group is not { Outcome: "group-deferred" } || cognito.Choice == FaultChoice.Lost;
            return new("failed", $"The process ends {(isInGroup ? "after the group" : "after Cognito failed")} and before the record. {Killed}");
        }

        var text = string.Join(' ', ((string?[])[group?.Text, record?.Text]).OfType<string>());
        return (group, record) switch
        {
            (null, null) => null,
            (_, { Outcome: "failed" }) => new("failed", text),
            ({ Outcome: "group-deferred" }, _) => new("group-deferred", text),
            _ => new(record?.Outcome ?? "provisioned", text),
        };
    }

    private static Expectation? Group(ServiceFault fault) => (fault.Choice, fault.Calls >= MaxAttempts) switch
    {
        (FaultChoice.None, _) => null,
        (FaultChoice.Slow, _) => new("provisioned", "Cognito takes half a second; an attempt may take one."),
        (FaultChoice.Denied, _) => new("group-deferred", $"Cognito refuses, and no attempt would change that: {Deferred}"),
        (FaultChoice.Hangs, true) => new("group-deferred", $"The group may take 60 % of the four seconds. Then {Deferred}"),
        (FaultChoice.Lost, true) => new("group-deferred", $"The user joins the group, and no answer says so. As far as the function knows it failed: {Deferred}"),
        (_, true) => new("group-deferred", $"Cognito fails three attempts: {Deferred}"),
        (FaultChoice.Hangs, _) => new("provisioned", "An attempt at Cognito is given up after a second, and repeated."),
        _ => new("provisioned", "The call of Cognito is repeated after a short pause. Nobody notices."),
    };

    private static Expectation? Record(ServiceFault fault) => (fault.Choice, fault.Calls >= MaxAttempts) switch
    {
        (FaultChoice.None, _) => null,
        (FaultChoice.Slow, _) => new("provisioned", "DynamoDB takes half a second; an attempt may take one."),
        (FaultChoice.Denied, _) => new("failed", $"DynamoDB refuses, and no attempt would change that: {Failed}"),
        (FaultChoice.Hangs, true) => new("failed", $"Each attempt at DynamoDB is given up after a second. Before Cognito's five seconds are over, {Failed}"),
        (FaultChoice.Lost, true) => new("failed", $"The record is written, and no answer says so. As far as the function knows it failed: {Failed}"),
        (_, true) => new("failed", $"DynamoDB fails three attempts: {Failed}"),
        (FaultChoice.Lost, _) => new("already-provisioned", "The record is written, and the answer is lost. The next attempt finds the record, and leaves it as it is."),
        (FaultChoice.Hangs, _) => new("provisioned", "An attempt at DynamoDB is given up after a second, and repeated."),
        _ => new("provisioned", "The write is repeated after a short pause. Nobody notices."),
    };
}
