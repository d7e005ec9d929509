using System.Text.Json.Nodes;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>What <c>dotnet lambda deploy-function</c> is told: by the stack on the command line, and by the two files.</summary>
public sealed class DeployCommandTests
{
    [SkippableFact]
    public async Task The_stack_says_the_whole_command()
    {
        var template = await Template.ReadAsync(Template.Text);

        var command = template.Output(
            "DeployCommand", ("AWS::Region", "eu-central-1"), ("Role.Arn", "arn:aws:iam::123456789012:role/r"), ("TableName", "users"), ("GroupName", "customers"));

        Assert.Equal(
            "dotnet lambda deploy-function --region eu-central-1 --function-name PostConfirmation --function-role arn:aws:iam::123456789012:role/r " +
            "--append-environment-variables \"APP_TABLE_NAME=users;APP_GROUP_NAME=customers\"",
            command);
    }

    [SkippableTheory]
    [InlineData("aws-lambda-tools-defaults.json")]
    [InlineData("aws-lambda-tools-managed.json")]
    public async Task A_deployed_function_suits_the_stacks_log_group_and_alarms(string file)
    {
        var template = await Template.ReadAsync(Template.Text);
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf(file)))!;

        Assert.Equal((string?)settings["function-name"], template.Resolve(new JsonObject { ["Ref"] = "FunctionName" }));
        Assert.Equal($"/aws/lambda/{settings["function-name"]}", template.Resolve(Assert.Single(template.Of("AWS::Logs::LogGroup")).Properties["LogGroupName"]!));
        Assert.Null(settings["log-group"]);
        Assert.Equal("JSON", (string?)settings["log-format"]);
        Assert.Equal(5, (int?)settings["function-timeout"]);
    }
}
