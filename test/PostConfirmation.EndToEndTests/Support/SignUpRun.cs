using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>One sign-up in the storm, and everything that was answered in its course.</summary>
/// <param name="Shown">What the client saw; null where Cognito gave up three times.</param>
/// <param name="Results">Of all calls: Cognito's, and the ones that came later.</param>
/// <param name="Shopped">Whether the cart was filled as soon as there was a record.</param>
internal sealed record SignUpRun(string Name, string Sub, InvocationResult? Shown, IReadOnlyList<InvocationResult> Results, bool Shopped);

/// <summary>Lives one.</summary>
internal sealed class SignUpScenario(EmulatorFixture emulators, FunctionPool functionPool)
{
    /// <summary>Of so many sign-ups one has calls that overlap, one is confirmed again and one resets the password.</summary>
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
