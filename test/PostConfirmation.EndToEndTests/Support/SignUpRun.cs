using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>One sign-up in the storm, and all its answers.</summary>
/// <param name="Shown">What the client saw; null if no call was answered in time.</param>
/// <param name="Results">The results of all calls: Cognito's, and later ones.</param>
/// <param name="Shopped">Whether the cart was filled as soon as there was a record.</param>
internal sealed record SignUpRun(string Name, string Sub, InvocationResult? Shown, IReadOnlyList<InvocationResult> Results, bool Shopped);

/// <summary>Carries one sign-up out.</summary>
internal sealed class SignUpScenario(EmulatorFixture emulators, FunctionPool functionPool)
{
    /// <summary>One of so many sign-ups has overlapping calls, one is confirmed again, and one resets the password.</summary>
    private const int OneIn = 5;

    private static readonly TimeSpan Hurry = TimeSpan.FromMilliseconds(100);

    public async Task<SignUpRun> RunAsync(int number)
    {
        var (name, sub) = await emulators.SignUpAsync(("address", "Personal Street 1"));
        var confirm = emulators.Event(name, sub);

        var cognito = new CognitoCaller(functionPool.InvokeAsync, number % OneIn == 0 ? Hurry : CognitoCaller.AnswerTimeout);
        var confirmation = await cognito.CallAsync(confirm);
        var shopped = await emulators.FillCartAsync(sub);

        var calls = confirmation.Calls.ToList();
        if (number % OneIn == 1)
            calls.Add(functionPool.InvokeAsync(confirm));
        if (number % OneIn == 2)
            calls.Add(functionPool.InvokeAsync(emulators.Event(name, sub, "PostConfirmation_ConfirmForgotPassword")));
        var results = await Task.WhenAll(calls);
        return new(name, sub, confirmation.Answer, results, shopped);
    }
}
