using PostConfirmation.SimulationTests.Model;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>Lambda runs the function for one event.</summary>
internal sealed class TriggerProcess(string name, User user, World world, int seed) : Process(name, world, seed)
{
    public User User => user;

    /// <summary>Null if the function did not get that far.</summary>
    public Told? Told { get; private set; }

    protected override string Kind => user.Name;

    protected override string Result => $"{user.Name} {Told?.IsSuccess} {Told?.Reason}";

    protected override async Task RunAsync()
    {
        Told = await LambdaInvocation.RunAsync(new(Cognito, DynamoDb, Some.Settings, Clock, Random), user, Clock);
        Learn($"tells the user of {(Told.IsSuccess ? "success" : "failure")}, and the log of {Told.Outcome} {Told.Reason}".TrimEnd());
    }
}
