namespace PostConfirmation.Tests;

public sealed class EligibilityTests
{
    [Theory]
    [InlineData("true", null)]
    [InlineData("false", null)]
    [InlineData(null, null)]
    public void A_user_of_an_identity_provider_is_provisioned_verified_or_not(string? emailVerified, string? phoneVerified) =>
        Assert.Null(ReasonToSkip(Eligibility.ConfirmSignUp, "EXTERNAL_PROVIDER", emailVerified, phoneVerified));

    [Theory]
    [InlineData("true", null)]
    [InlineData("True", null)]
    [InlineData(null, null)]
    [InlineData(null, "false")]
    [InlineData("false", "true")]
    public void A_confirmed_user_whose_contact_is_not_refuted_is_provisioned(string? emailVerified, string? phoneVerified) =>
        Assert.Null(ReasonToSkip(Eligibility.ConfirmSignUp, "CONFIRMED", emailVerified, phoneVerified));

    [Theory]
    [InlineData("false", null)]
    [InlineData("False", null)]
    [InlineData("false", "false")]
    public void A_confirmed_user_whose_contact_is_refuted_is_skipped_unless_allowed(string emailVerified, string? phoneVerified)
    {
        Assert.Equal("unverified", ReasonToSkip(Eligibility.ConfirmSignUp, "CONFIRMED", emailVerified, phoneVerified));
        Assert.Null(ReasonToSkip(Eligibility.ConfirmSignUp, "CONFIRMED", emailVerified, phoneVerified, allowUnverified: true));
    }

    [Theory]
    [InlineData("UNCONFIRMED")]
    [InlineData("RESET_REQUIRED")]
    [InlineData("FORCE_CHANGE_PASSWORD")]
    [InlineData("confirmed")]
    [InlineData("")]
    [InlineData(null)]
    public void Any_other_status_is_skipped_even_when_unverified_users_are_allowed(string? status) =>
        Assert.Equal("not-confirmed", ReasonToSkip(Eligibility.ConfirmSignUp, status, "true", "true", allowUnverified: true));

    [Theory]
    [InlineData("CONFIRMED")]
    [InlineData("EXTERNAL_PROVIDER")]
    [InlineData(null)]
    public void A_password_reset_is_skipped_whatever_the_user(string? status) =>
        Assert.Equal("password-reset", ReasonToSkip(Eligibility.ConfirmForgotPassword, status, "true", "true", allowUnverified: true));

    [Theory]
    [InlineData("PostAuthentication_Authentication")]
    [InlineData("postconfirmation_confirmsignup")]
    [InlineData("")]
    [InlineData(null)]
    public void Any_other_trigger_is_skipped(string? triggerSource) =>
        Assert.Equal("unknown-trigger", ReasonToSkip(triggerSource, "CONFIRMED", "true", "true", allowUnverified: true));

    private static string? ReasonToSkip(
        string? triggerSource, string? status, string? emailVerified, string? phoneVerified, bool allowUnverified = false)
    {
        (string Name, string? Value)[] attributes =
        [
            ("cognito:user_status", status), ("email_verified", emailVerified), ("phone_number_verified", phoneVerified),
        ];
        return Eligibility.ReasonToSkip(
            triggerSource,
            attributes.Where(a => a.Value is not null).ToDictionary(a => a.Name, a => a.Value!),
            allowUnverified);
    }
}
