namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>The example for CDK, compiled and synthesized with CDK itself.</summary>
public sealed class ExamplesTests
{
    private static readonly NpmFolder Folder = new("test/PostConfirmation.EndToEndTests/Deploy/examples");

    [SkippableFact]
    public async Task The_pool_in_CDK_has_the_trigger_and_lets_Cognito_invoke_it_without_a_cycle()
    {
        var template = await SynthesizeAsync();

        var (poolId, pool) = Assert.Single(template.Of("AWS::Cognito::UserPool"));
        var permission = Assert.Single(template.Of("AWS::Lambda::Permission")).Properties;
        (string, string)[] values = [("AWS::Partition", "p"), ("AWS::Region", "r"), ("AWS::AccountId", "a"), ($"{poolId}.Arn", "the pool")];
        Assert.Empty(template.Problems);
        Assert.Equal(2, template.Ids.Count());
        Assert.Equal("""{"PostConfirmation":"arn:p:lambda:r:a:function:PostConfirmation"}""", template.Evaluate(pool["LambdaConfig"], values)!.ToJsonString());
        Assert.Equal(
            """{"Action":"lambda:InvokeFunction","FunctionName":"arn:p:lambda:r:a:function:PostConfirmation","Principal":"cognito-idp.amazonaws.com","SourceArn":"the pool"}""",
            template.Evaluate(permission, values)!.ToJsonString());
        // The permission needs the pool; the pool needs nothing, or this would be a value that the test does not give.
        Assert.NotNull(template.Evaluate(pool, values[..3]));
    }

    private static async Task<Template> SynthesizeAsync()
    {
        await Folder.RequireAsync();
        var output = Directory.CreateTempSubdirectory();
        try
        {
            await NpmFolder.NodeAsync([Path.Combine(Folder.Path, "node_modules/typescript/bin/tsc"), "-p", Folder.Path, "--outDir", output.FullName]);
            var script = Path.Combine(output.FullName, Path.GetRelativePath(Repository.PathOf("."), Folder.Path), "synth.js");
            return await Template.ReadAsync(await NpmFolder.NodeAsync(
                [script, Path.Combine(output.FullName, "cdk.out")],
                variables: new Dictionary<string, string?> { ["NODE_PATH"] = Path.Combine(Folder.Path, "node_modules") }));
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }
}
