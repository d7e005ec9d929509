namespace AwsPolyfill.Tests.RuntimeSupport;

public class ContextTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tells_the_handler_what_Lambda_says_about_the_invocation(bool lowerCaseHeaders)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.LowerCaseHeaders = lowerCaseHeaders;
        function.Variables["AWS_LAMBDA_FUNCTION_NAME"] = "name";
        function.Variables["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
        function.Variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128";
        function.Variables["AWS_LAMBDA_LOG_GROUP_NAME"] = "group";
        function.Variables["AWS_LAMBDA_LOG_STREAM_NAME"] = "stream";
        function.Api.Enqueue("id-1", "",
            ("Lambda-Runtime-Invoked-Function-Arn", "arn:alias"),
            ("Lambda-Runtime-Deadline-Ms", function.Clock.GetUtcNow().AddMilliseconds(2500).ToUnixTimeMilliseconds().ToString()));

        await function.ServeAllAsync((_, context) => Task.FromResult(
            $"{context.AwsRequestId} {context.InvokedFunctionArn} {context.FunctionName} {context.FunctionVersion} "
            + $"{context.MemoryLimitInMB} {context.LogGroupName} {context.LogStreamName} {context.RemainingTime}"));

        Assert.Equal("id-1 arn:alias name $LATEST 128 group stream 00:00:02.5000000", Assert.Single(function.Api.Posts).Body);
    }

    [Theory]
    [InlineData("1795292164123", -1000)]
    [InlineData("0", -1795292165123)]
    public async Task Counts_below_zero_when_the_deadline_is_past(string deadline, long expectedMilliseconds)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "", ("Lambda-Runtime-Deadline-Ms", deadline));

        await function.ServeAllAsync((_, context) => Task.FromResult(context.RemainingTime.TotalMilliseconds.ToString()));

        Assert.Equal(expectedMilliseconds.ToString(), Assert.Single(function.Api.Posts).Body);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("-5")]
    [InlineData(null)]
    public async Task Has_all_the_time_when_there_is_no_deadline(string? deadline)
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "", deadline is null ? [] : [("Lambda-Runtime-Deadline-Ms", deadline)]);

        await function.ServeAllAsync((_, context) => Task.FromResult((context.RemainingTime > TimeSpan.FromDays(365)).ToString()));

        Assert.Equal("True", Assert.Single(function.Api.Posts).Body);
    }

    [Fact]
    public async Task Has_empty_names_where_Lambda_sets_no_variables()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "");

        await function.ServeAllAsync((_, context) => Task.FromResult($"[{context.FunctionName}{context.InvokedFunctionArn}{context.MemoryLimitInMB}]"));

        Assert.Equal("[0]", Assert.Single(function.Api.Posts).Body);
    }

    [Fact]
    public async Task Sets_the_trace_id_for_each_invocation_and_removes_it_where_there_is_none()
    {
        await using var function = await RunningFunction.StartAsync();
        function.Api.Enqueue("id-1", "", ("Lambda-Runtime-Trace-Id", "Root=1-5;Sampled=1"));
        function.Api.Enqueue("id-2", "");

        await function.ServeAllAsync((_, _) => Task.FromResult(function.Variables["_X_AMZN_TRACE_ID"] ?? "none"));

        Assert.Equal(["Root=1-5;Sampled=1", "none"], function.Api.Posts.Select(post => post.Body));
    }
}
