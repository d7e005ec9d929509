using PostConfirmation.Reconcile.Lambda;

namespace PostConfirmation.Reconcile.Tests.Lambda;

public sealed class ReconcileSettingsTests
{
    private static readonly Dictionary<string, string> Needed = new()
    {
        ["RECONCILE_USER_POOL_ID"] = Some.UserPoolId,
        ["APP_TABLE_NAME"] = Some.Table,
        ["APP_GROUP_NAME"] = Some.Group,
    };

    [Fact]
    public void Settings_that_are_missing_have_the_defaults_of_the_command_line()
    {
        var options = Read();

        Assert.Equal((Some.UserPoolId, Some.Settings, 10, 10), (options.UserPoolId, options.Settings, options.GroupRate, options.ListRate));
        Assert.Empty(options.PendingGroups.Concat(options.AdditionalStatuses).Concat(options.Subs));
        Assert.False(options.All || options.DryRun);
    }

    [Fact]
    public void Everything_can_be_set()
    {
        var options = Read(
            ("ALLOW_UNVERIFIED_USERS", "true"), ("RECONCILE_PENDING_GROUPS", "old, older ,"), ("RECONCILE_STATUSES", "RESET_REQUIRED,FORCE_CHANGE_PASSWORD"),
            ("RECONCILE_RATE", "2.5"), ("RECONCILE_LIST_RATE", "30"));

        Assert.Equal((true, 2.5, 30), (options.Settings.AllowUnverifiedUsers, options.GroupRate, options.ListRate));
        Assert.Equal(["old", "older"], options.PendingGroups);
        Assert.Equal(["RESET_REQUIRED", "FORCE_CHANGE_PASSWORD"], options.AdditionalStatuses);
    }

    [Fact]
    public void Every_problem_is_in_one_sentence() => Assert.Equal(
        "The function cannot start: APP_TABLE_NAME is not set (the name of the DynamoDB table); APP_GROUP_NAME is not set (the name of the Cognito group); "
        + "ALLOW_UNVERIFIED_USERS is neither 'true' nor 'false'; RECONCILE_USER_POOL_ID is not set (the id of the user pool); "
        + "RECONCILE_STATUSES may only have FORCE_CHANGE_PASSWORD and RESET_REQUIRED; "
        + "RECONCILE_RATE is not a number of calls a second, from 0.01 to 10000; RECONCILE_LIST_RATE is not a number of calls a second, from 0.01 to 10000.",
        Assert.Throws<InvalidSettingsException>(() => Read(
            ("RECONCILE_USER_POOL_ID", ""), ("APP_TABLE_NAME", ""), ("APP_GROUP_NAME", ""), ("ALLOW_UNVERIFIED_USERS", "maybe"),
            ("RECONCILE_STATUSES", "RESET_REQUIRED,UNCONFIRMED"), ("RECONCILE_RATE", "0"), ("RECONCILE_LIST_RATE", "fast"))).Message);

    [Fact]
    public void Without_any_variable_it_says_which_are_needed() => Assert.Equal(
        "The function cannot start: APP_TABLE_NAME is not set (the name of the DynamoDB table); APP_GROUP_NAME is not set (the name of the Cognito group); "
        + "RECONCILE_USER_POOL_ID is not set (the id of the user pool).",
        Assert.Throws<InvalidSettingsException>(() => ReconcileSettings.Read(_ => null)).Message);

    private static ReconcileOptions Read(params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string>(Needed);
        foreach (var (name, value) in variables)
            environment[name] = value;
        return ReconcileSettings.Read(name => environment.GetValueOrDefault(name));
    }
}
