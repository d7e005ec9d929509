namespace PostConfirmation;

/// <summary>Who is provisioned, and why somebody is not.</summary>
internal static class Eligibility
{
    public const string ConfirmSignUp = "PostConfirmation_ConfirmSignUp";
    public const string ConfirmForgotPassword = "PostConfirmation_ConfirmForgotPassword";

    public const string NotConfirmed = "not-confirmed";
    public const string Unverified = "unverified";
    public const string PasswordReset = "password-reset";
    public const string UnknownTrigger = "unknown-trigger";

    /// <param name="triggerSource">
    /// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html
    /// </param>
    /// <param name="attributes">The user's attributes, <c>cognito:user_status</c> among them.</param>
    /// <param name="allowUnverified">Also provision confirmed users whose contact is not verified.</param>
    /// <returns>Null for a user to provision.</returns>
    public static string? ReasonToSkip(
        string? triggerSource, IReadOnlyDictionary<string, string> attributes, bool allowUnverified) =>
        triggerSource switch
        {
            ConfirmSignUp => attributes.GetValueOrDefault("cognito:user_status") switch
            {
                // The identity provider vouched for the user; Cognito leaves email_verified false unless it is mapped.
                "EXTERNAL_PROVIDER" => null,
                "CONFIRMED" when allowUnverified || !IsContactRefuted(attributes) => null,
                "CONFIRMED" => Unverified,
                _ => NotConfirmed,
            },
            ConfirmForgotPassword => PasswordReset,
            _ => UnknownTrigger,
        };

    /// <summary>A missing <c>email_verified</c> refutes nothing: the pool does not verify e-mail addresses.</summary>
    private static bool IsContactRefuted(IReadOnlyDictionary<string, string> attributes) =>
        Is(attributes, "email_verified", "false") && !Is(attributes, "phone_number_verified", "true");

    private static bool Is(IReadOnlyDictionary<string, string> attributes, string name, string value) =>
        string.Equals(attributes.GetValueOrDefault(name), value, StringComparison.OrdinalIgnoreCase);
}
