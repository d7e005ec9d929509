using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using PostConfirmation;
using PostConfirmation.Local;

ProxyBypass.Set();
var serve = new Option<bool>("--serve") { Description = "Keep the user pool up for a front end or the AWS CLI, until Ctrl+C." };
var port = new Option<int>("--port") { Description = "The user pool's port; any free one by default.", CustomParser = ParsePort };
var group = new Option<string>("--group") { Description = "The group that users are added to.", DefaultValueFactory = _ => new LocalOptions().GroupName };
var table = new Option<string>("--table") { Description = "The table for their records.", DefaultValueFactory = _ => new LocalOptions().TableName };
var function = new Option<FileInfo?>("--function") { Description = "Another executable of the function, such as the native one." };
var noFunction = new Option<bool>("--no-function") { Description = "With --serve: start no function, and print the environment in which you start it yourself, from a debugger for example." };
var verbose = new Option<bool>("--verbose") { Description = "Show the function's log." };
var command = new RootCommand(
    "Signs a user up on this machine and shows what the post-confirmation trigger did. AWS_ENDPOINT_URL_DYNAMODB, when set, "
    + "is where the table is kept (DynamoDB Local, LocalStack).")
{
    serve, port, group, table, function, noFunction, verbose,
};
command.Validators.Add(given =>
{
    if (given.GetValue(noFunction) && !given.GetValue(serve))
        given.AddError("--no-function is for --serve: without it, nothing else calls the function.");
});
command.SetAction(async (arguments, cancellationToken) =>
{
    var screen = Screen.Create();
    try
    {
        var options = new LocalOptions
        {
            Port = arguments.GetValue(port),
            GroupName = arguments.GetRequiredValue(group),
            TableName = arguments.GetRequiredValue(table),
            Tables = LocalTable.EndpointFromEnvironment(),
            Function = arguments.GetValue(function)?.FullName,
            WithoutFunction = arguments.GetValue(noFunction),
            OnFunctionLine = arguments.GetValue(verbose) ? screen.Message : null,
        };
        if (options.WithoutFunction)
            options = options with { Timeout = TimeSpan.FromMinutes(15) }; // Lambda's maximum, so that a breakpoint does not end the invocation
        if (options is { Function: null, WithoutFunction: false })
            screen.Line($"AWS's packages: {FunctionProcess.AwsPackages}.");
        if (arguments.GetValue(serve))
            await new Serve(screen, options).RunAsync(cancellationToken);
        return await new Demo(screen, options).RunAsync(cancellationToken) ? 0 : 1;
    }
    catch (LocalException e)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        // 130 is the usual exit code after Ctrl+C. With --serve, Ctrl+C is the normal way to end.
        return arguments.GetValue(serve) ? 0 : 130;
    }
    catch (Exception e)
    {
        await Console.Error.WriteLineAsync(Redaction.WithoutUserInfo(e.ToString()));
        return 1;
    }
});

// Longer than stopping takes, so that Ctrl+C never leaves a process behind.
var problems = new StringWriter(); // which quote what was typed
var exitCode = await command.Parse(args).InvokeAsync(new() { Error = problems, ProcessTerminationTimeout = TimeSpan.FromSeconds(15) });
await Console.Error.WriteAsync(Redaction.WithoutUserInfo(problems.ToString()));
return exitCode;

static int ParsePort(ArgumentResult argument)
{
    if (int.TryParse(argument.Tokens[0].Value, out var number) && number is >= 0 and <= IPEndPoint.MaxPort)
        return number;
    argument.AddError($"--port is a number from 0 to {IPEndPoint.MaxPort}, not '{argument.Tokens[0].Value}'.");
    return 0;
}
