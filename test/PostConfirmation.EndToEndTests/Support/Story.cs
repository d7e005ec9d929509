using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>One sign-up in the storm, and everything that was answered in its course.</summary>
/// <param name="Shown">What the client saw; null where Cognito gave up three times.</param>
/// <param name="Results">Of all calls: Cognito's, and the ones that came later.</param>
/// <param name="Shopped">Whether the cart was filled as soon as there was a record.</param>
internal sealed record Story(string Name, string Sub, InvocationResult? Shown, IReadOnlyList<InvocationResult> Results, bool Shopped);

/// <summary>Lives one.</summary>
internal sealed class StoryTeller(Playground playground, Fleet fleet)
{
    /// <summary>Of so many sign-ups one has calls that overlap, one is confirmed again and one resets the password.</summary>
    private const int OneIn = 5;

    private static readonly TimeSpan Hurry = TimeSpan.FromMilliseconds(100);

    public async Task<Story> LiveAsync(int number)
    {
        var (name, sub) = await playground.SignUpAsync(("address", "Personal Street 1"));
        var confirm = playground.Event(name, sub);

        var cognito = new CognitoCaller(fleet.InvokeAsync, number % OneIn == 0 ? Hurry : CognitoCaller.Patience);
        var confirmation = await cognito.CallAsync(confirm);
        var shopped = await playground.FillCartAsync(sub);

        var calls = confirmation.Calls.ToList();
        if (number % OneIn == 1)
            calls.Add(fleet.InvokeAsync(confirm));
        if (number % OneIn == 2)
            calls.Add(fleet.InvokeAsync(playground.Event(name, sub, "PostConfirmation_ConfirmForgotPassword")));
        var results = await Task.WhenAll(calls);
        return new(name, sub, confirmation.Answer, results, shopped);
    }
}
