using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>Lambda runs the function for one event.</summary>
internal sealed class TriggerProcess(string name, User user, World world, int seed) : Process(name, world, seed)
{
    public User User => user;

    /// <summary>Null if the function did not get that far.</summary>
    public FunctionResult? Answer { get; private set; }

    protected override string Kind => user.Name;

    protected override string Result => $"{user.Name} {Answer?.IsSuccess} {Answer?.Reason}";

    protected override async Task RunAsync()
    {
        Answer = await LambdaInvocation.RunAsync(new(Cognito, DynamoDb, Some.Settings, Clock, Random), user, Clock);
        Learn($"answers with {(Answer.IsSuccess ? "success" : "an error")}, and logs {Answer.Outcome} {Answer.Reason}".TrimEnd());
    }
}
