using System.Text.Json.Nodes;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>What <c>dotnet lambda deploy-function</c> gets: the stack's command line, and the defaults files.</summary>
public sealed class DeployCommandTests
{
    [SkippableFact]
    public async Task The_stack_says_the_whole_command()
    {
        var template = await Template.OfStackAsync();

        var command = template.Output(
            "DeployCommand", ("AWS::Region", "eu-central-1"), ("Role.Arn", "arn:aws:iam::123456789012:role/r"), ("TableName", "users"), ("GroupName", "customers"));

        Assert.Equal(
            "dotnet lambda deploy-function --region eu-central-1 --function-name PostConfirmation --function-role arn:aws:iam::123456789012:role/r " +
            "--append-environment-variables \"APP_TABLE_NAME=users;APP_GROUP_NAME=customers\"",
            command);
    }

    [SkippableFact]
    public async Task The_stack_says_the_whole_command_for_the_scheduled_repair()
    {
        var template = await Template.OfStackAsync();

        var command = template.Output(
            "ReconcileDeployCommand",
            ("AWS::Region", "eu-central-1"), ("ReconcileRole.Arn", "arn:aws:iam::123456789012:role/r"), ("UserPoolId", "eu-central-1_A"), ("TableName", "users"), ("GroupName", "customers"));

        Assert.Equal(
            "dotnet lambda deploy-function --config-file aws-lambda-tools-reconcile.json --region eu-central-1 --function-name PostConfirmation-reconcile " +
            "--function-role arn:aws:iam::123456789012:role/r --append-environment-variables \"RECONCILE_USER_POOL_ID=eu-central-1_A;APP_TABLE_NAME=users;APP_GROUP_NAME=customers\"",
            command);
    }

    [SkippableTheory]
    [InlineData("aws-lambda-tools-defaults.json", "LogGroup", 128, 5)]
    [InlineData("aws-lambda-tools-managed.json", "LogGroup", 512, 5)]
    [InlineData("aws-lambda-tools-reconcile.json", "ReconcileLogGroup", 512, 900)]
    public async Task A_deployed_function_suits_the_stacks_log_group_and_alarms(string file, string logGroup, int memory, int timeout)
    {
        var template = await Template.OfStackAsync();
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf(file)))!;

        Assert.Equal($"/aws/lambda/{settings["function-name"]}", template.Resolve(template.Resource(logGroup)["Properties"]!["LogGroupName"]!));
        Assert.Null(settings["log-group"]);
        Assert.Equal("JSON", (string?)settings["log-format"]);
        Assert.Equal((memory, timeout), ((int?)settings["function-memory-size"], (int?)settings["function-timeout"]));
        Assert.True(Directory.Exists(Repository.PathOf((string)settings["project-location"]!)));
        Assert.Equal(Path.GetFileName((string)settings["project-location"]!), (string?)settings["function-handler"]);
    }
}
