namespace PostConfirmation.Local;

/// <summary>A problem that the user can solve. The message is one sentence that says how.</summary>
internal sealed class LocalException(string message, Exception? cause = null) : Exception(Redaction.WithoutUserInfo(message), cause);
