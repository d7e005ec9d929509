using Amazon.CognitoIdentityProvider.Model;

namespace PostConfirmation.Reconcile;

/// <summary>A user as the pool lists it.</summary>
internal sealed record PoolUser(UserIdentity Identity, bool IsDisabled, DateTimeOffset? Created)
{
    private const string Status = "cognito:user_status";

    public string Sub => Identity.Sub;

    public static PoolUser From(string userPoolId, UserType user)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in user.Attributes ?? [])
            attributes[attribute.Name!] = attribute.Value ?? "";
        attributes[Status] = user.UserStatus?.Value ?? "";

        return new(
            new(userPoolId, attributes.GetValueOrDefault("sub", ""), user.Username ?? "", attributes),
            IsDisabled: user.Enabled == false,
            Created: user.UserCreateDate is { } date ? new DateTimeOffset(date.ToUniversalTime()) : null);
    }

    /// <summary>What the trigger would have decided for the user.</summary>
    /// <param name="additionalStatuses">Statuses that count as CONFIRMED.</param>
    /// <returns>Null if the user is to be provisioned.</returns>
    public string? ReasonToSkip(bool allowUnverified, IReadOnlyCollection<string> additionalStatuses)
    {
        var attributes = additionalStatuses.Contains(Identity.Attributes[Status])
            ? new Dictionary<string, string>(Identity.Attributes) { [Status] = "CONFIRMED" }
            : Identity.Attributes;
        return Eligibility.ReasonToSkip(Eligibility.ConfirmSignUp, attributes, allowUnverified);
    }
}
