namespace PostConfirmation.SimulationTests.LaunchDay;

/// <summary>What a launch day is like. The quotas are those that an account has before it asks for more.</summary>
/// <remarks>https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html</remarks>
/// <param name="SignUpsPerSecond">On average, at random times.</param>
/// <param name="Duration">How long they come.</param>
/// <param name="UserCreationQuota">SignUp and ConfirmSignUp together, so that each sign-up takes two of it.</param>
/// <param name="GroupQuota">AWS calls it UserResourceUpdate.</param>
/// <param name="ListQuota">AWS calls it UserList.</param>
internal sealed record Plan(
    double SignUpsPerSecond, TimeSpan Duration, double UserCreationQuota = 50, double GroupQuota = 25, double ListQuota = 30)
{
    /// <summary>Users who confirmed before the trigger existed.</summary>
    public int Missed { get; init; }

    /// <summary>Reconcile again and again while they sign up; null for none.</summary>
    public Repair? Beside { get; init; }

    /// <summary>Reconcile after the last sign-up.</summary>
    public Repair Afterwards { get; init; } = Repair.Scheduled;

    /// <summary>What Cognito lets in, however many come.</summary>
    public double MostAdmittedPerSecond => UserCreationQuota / 2;

    public double AdmittedPerSecond => Math.Min(SignUpsPerSecond, MostAdmittedPerSecond);
}
