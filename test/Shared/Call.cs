namespace PostConfirmation.Tests.Shared;

/// <summary>A call of a service that was made.</summary>
/// <param name="Sent">When, since the test began.</param>
internal sealed record Call(object Request, TimeSpan Sent);
