namespace PostConfirmation;

/// <summary>
/// The program cannot start. Lambda's runtime logs and sends what the start throws, with all inner exceptions, which may quote a
/// password in an address: so this has their whole text without passwords, and no inner exception.
/// </summary>
internal sealed class FailedStartException(Exception cause) : Exception(Redaction.WithoutUserInfo(cause.ToString()));
