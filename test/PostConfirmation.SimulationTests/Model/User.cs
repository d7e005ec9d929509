using Amazon.CognitoIdentityProvider.Model;
using Amazon.Lambda.CognitoEvents;

namespace PostConfirmation.SimulationTests.Model;

/// <summary>A user who confirmed the sign-up, by number.</summary>
internal sealed record User(int Number)
{
    public string Name { get; } = $"user-{Number}";

    public string Sub { get; } = $"sub-{Number}";

    /// <summary>What the trigger is called with.</summary>
    public CognitoPostConfirmationEvent Event
    {
        get
        {
            var input = Some.Event(attributes: ("sub", Sub));
            input.UserName = Name;
            return input;
        }
    }

    /// <summary>What ListUsers has of the same user.</summary>
    public UserType Listed => new()
    {
        Username = Name,
        UserStatus = "CONFIRMED",
        Enabled = true,
        UserCreateDate = Some.Now.UtcDateTime.AddMinutes(-2), // the sign-up, before it was confirmed
        Attributes = [new() { Name = "sub", Value = Sub }, new() { Name = "email", Value = Some.Email }],
    };
}
