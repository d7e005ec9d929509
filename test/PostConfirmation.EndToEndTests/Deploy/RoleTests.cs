namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>Who may take the template's roles. What each of them then may do is for <see cref="PolicyTests"/>.</summary>
public sealed class RoleTests
{
    private static readonly (string, string)[] Values =
    [
        ("AWS::Partition", "p"), ("AWS::Region", "r"), ("AWS::AccountId", "a"), ("UserPoolId", "pool"), ("TableName", "users"),
        ("LogGroup.Arn", "log"), ("ReconcileLogGroup.Arn", "reconcile log"), ("ReconcileStates", "states"),
    ];

    [SkippableFact]
    public async Task Each_role_is_for_one_service_of_this_account_and_has_one_policy()
    {
        const string ofThisAccount = """{"StringEquals":{"aws:SourceAccount":"a"}}""";
        var template = await Template.OfStackAsync();

        var roles = template.Of("AWS::IAM::Role").Select(role =>
        {
            var properties = template.Evaluate(role.Properties, Values)!;
            var trust = Assert.Single(properties["AssumeRolePolicyDocument"]!["Statement"]!.AsArray())!;
            Assert.Single(properties["Policies"]!.AsArray());
            Assert.Null(properties["ManagedPolicyArns"]);
            return $"{role.Id}: {trust["Effect"]} {trust["Action"]} {trust["Principal"]!.ToJsonString()} {trust["Condition"]?.ToJsonString()}".TrimEnd();
        });

        Assert.Equal(
            [
                """Role: Allow sts:AssumeRole {"Service":"lambda.amazonaws.com"}""",
                """ReconcileRole: Allow sts:AssumeRole {"Service":"lambda.amazonaws.com"}""",
                $$"""ReconcileStatesRole: Allow sts:AssumeRole {"Service":"states.amazonaws.com"} {{ofThisAccount}}""",
                $$"""ReconcileScheduleRole: Allow sts:AssumeRole {"Service":"scheduler.amazonaws.com"} {{ofThisAccount}}""",
            ],
            roles);
        Assert.Equal(["KeyPolicy"], template.Ids.Where(id => ((string)template.Resource(id)["Type"]!).EndsWith("Policy", StringComparison.Ordinal)));
    }
}
