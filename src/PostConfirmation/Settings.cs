namespace PostConfirmation;

/// <summary>What the function reads from its environment, once, when it starts.</summary>
/// <param name="TableName">The DynamoDB table: a name (3–255 characters) or an ARN.</param>
/// <param name="GroupName">The Cognito group, 1–128 characters.</param>
/// <param name="AllowUnverifiedUsers">Whether confirmed users whose contact is not verified are provisioned.</param>
internal sealed record Settings(string TableName, string GroupName, bool AllowUnverifiedUsers)
{
    private const string TableVariable = "APP_TABLE_NAME";
    private const string GroupVariable = "APP_GROUP_NAME";
    private const string UnverifiedVariable = "ALLOW_UNVERIFIED_USERS";

    /// <param name="more">What is wrong with other variables, as parts of the sentence.</param>
    /// <exception cref="InvalidSettingsException">One sentence that names every variable that is wrong.</exception>
    public static Settings Read(Func<string, string?> environment, IEnumerable<string>? more = null)
    {
        var table = environment(TableVariable) ?? "";
        var group = environment(GroupVariable) ?? "";
        var unverified = environment(UnverifiedVariable) ?? "";

        string?[] problems = [TableProblem(table), GroupProblem(group), UnverifiedProblem(unverified), .. more ?? []];
        var sentence = string.Join("; ", problems.OfType<string>());
        return sentence.Length == 0
            ? new Settings(table, group, unverified == "true")
            : throw new InvalidSettingsException($"The function cannot start: {sentence}.");
    }

    private static string? TableProblem(string table) => table switch
    {
        "" => $"{TableVariable} is not set (the name of the DynamoDB table)",
        _ when table.StartsWith("arn:", StringComparison.Ordinal) => null,
        { Length: < 3 or > 255 } => $"{TableVariable} has {table.Length} characters (a table name has 3 to 255)",
        _ when !table.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') =>
            $"{TableVariable} is not a table name (letters, digits, '_', '-' and '.')",
        _ => null,
    };

    private static string? GroupProblem(string group) => group switch
    {
        "" => $"{GroupVariable} is not set (the name of the Cognito group)",
        { Length: > 128 } => $"{GroupVariable} has {group.Length} characters (a group name has at most 128)",
        _ when group.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) =>
            $"{GroupVariable} holds white space (a group name has none)",
        _ => null,
    };

    private static string? UnverifiedProblem(string unverified) =>
        unverified is "" or "true" or "false" ? null : $"{UnverifiedVariable} is neither 'true' nor 'false'";
}

/// <summary>The function cannot start with the environment it was given.</summary>
internal sealed class InvalidSettingsException(string message) : Exception(message);
