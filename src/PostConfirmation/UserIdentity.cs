using Amazon.Lambda.CognitoEvents;

namespace PostConfirmation;

/// <summary>The user an event is about.</summary>
/// <param name="Sub">The user's immutable id, the only one that a log may hold.</param>
/// <param name="UserName">1–128 characters; may be an e-mail address.</param>
/// <param name="Attributes">Some were typed by the user, so their text can be anything.</param>
internal sealed record UserIdentity(
    string UserPoolId, string Sub, string UserName, IReadOnlyDictionary<string, string> Attributes)
{
    /// <exception cref="InvalidEventException">The event does not say who it is about.</exception>
    public static UserIdentity From(CognitoPostConfirmationEvent? input)
    {
        if (input is null or UnreadableEvent)
            throw new InvalidEventException((input as UnreadableEvent)?.Problem ?? "the event is null");

        var attributes = input.Request?.UserAttributes ?? [];
        var sub = attributes.GetValueOrDefault("sub");
        string?[] missing =
        [
            string.IsNullOrEmpty(sub) ? "sub" : null,
            string.IsNullOrEmpty(input.UserName) ? "userName" : null,
            string.IsNullOrEmpty(input.UserPoolId) ? "userPoolId" : null,
        ];
        return missing.All(name => name is null)
            ? new UserIdentity(input.UserPoolId!, sub!, input.UserName!, attributes)
            : throw new InvalidEventException($"the event has no {string.Join(", no ", missing.OfType<string>())}");
    }
}

/// <summary>The event cannot be worked on; the message says why, without a value of the event.</summary>
internal sealed class InvalidEventException(string message) : Exception(message);
