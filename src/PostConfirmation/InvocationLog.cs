using System.Globalization;
using Amazon.Lambda.CognitoEvents;
using Amazon.Lambda.Core;

namespace PostConfirmation;

/// <summary>The line that an invocation writes, and one more where its answer cannot be written. It names users only by the <c>sub</c>.</summary>
internal static class InvocationLog
{
    private const int MaxValueLength = 300;

    public static void Write(
        ILambdaLogger logger, Outcome outcome, CognitoPostConfirmationEvent? input, TimeSpan? elapsed)
    {
        var (failure, group) = (outcome.Failure, outcome.GroupFailure);
        (string Name, object? Value)[] values =
        [
            ("outcome", outcome.Name),
            ("reason", outcome.Reason),
            ("sub", input?.Request?.UserAttributes?.GetValueOrDefault("sub")),
            ("userPoolId", input?.UserPoolId),
            ("triggerSource", input?.TriggerSource),
            ("elapsedMs", elapsed is { } time ? Math.Round(time.TotalMilliseconds, 1) : null),
            ("step", failure?.Step),
            ("errorCode", failure?.ErrorCode),
            ("status", failure?.Status),
            ("awsRequestId", failure?.AwsRequestId),
            ("retryable", failure?.Retryable),
            ("errorMessage", failure?.Message),
            ("groupErrorCode", group?.ErrorCode),
            ("groupStatus", group?.Status),
            ("groupAwsRequestId", group?.AwsRequestId),
            ("groupErrorMessage", group?.Message),
        ];

        // A value that is not there must not be in the template either: Lambda would print its placeholder.
        var known = values.Where(v => v.Value is not null).ToArray();
        var template = string.Join(' ', known.Select(v => $"{v.Name}={{{v.Name}}}"));
        logger.Log(LevelOf(outcome), template, [.. known.Select(v => v.Value is string text ? OneLine(text) : v.Value!)]);
    }

    private static LogLevel LevelOf(Outcome outcome) => outcome switch
    {
        { Name: Outcome.Failed or Outcome.GroupDeferred } => LogLevel.Error,
        { Reason: Eligibility.UnknownTrigger } => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    /// <summary>Text from outside can neither begin a line of its own, nor reorder or flood one, nor show a password in an address.</summary>
    public static string OneLine(string text) =>
        string.Concat(Redaction.WithoutUserInfo(text).Take(MaxValueLength).Select(c => IsPlain(c) ? c : ' '));

    private static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
