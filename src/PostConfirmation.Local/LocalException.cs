namespace PostConfirmation.Local;

/// <summary>Something the person at the keyboard can mend: the message is one sentence that says how, and may quote anything.</summary>
internal sealed class LocalException(string message, Exception? cause = null) : Exception(Redaction.WithoutUserInfo(message), cause);
