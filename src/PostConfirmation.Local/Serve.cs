using PostConfirmation.Local.Faults;
using PostConfirmation.Local.Page;

namespace PostConfirmation.Local;

/// <summary>Keeps user pool, table and function up for a front end and for the page, and shows what the trigger does.</summary>
internal sealed class Serve(Screen screen, LocalOptions options)
{
    /// <summary>Ends with an <see cref="OperationCanceledException"/>.</summary>
    /// <exception cref="LocalException" />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var cognito = await Proxy.StartAsync();
        await using var dynamoDb = await Proxy.StartAsync();
        var feed = new Feed();
        var breakage = new Breakage(feed);
        var journal = new Journal(feed, () => breakage.Expected)
        {
            OnComplete = entry =>
            {
                cognito.Forget();
                dynamoDb.Forget();
                Show(entry);
            },
        };
        cognito.Plan = breakage.PlanFor(Breakage.Cognito, journal);
        dynamoDb.Plan = breakage.PlanFor(Breakage.DynamoDb, journal);

        var free = new Queue<Proxy>([cognito, dynamoDb]);
        var observed = options with
        {
            Route = service =>
            {
                var proxy = free.Dequeue();
                proxy.Target = service;
                return proxy.Address;
            },
            Invocations = journal.Events,
            OnFunctionLine = line =>
            {
                journal.ReadLine(line);
                options.OnFunctionLine?.Invoke(line);
            },
            OnFunctionEnded = (exitCode, lastLines) =>
                screen.Message($"The function's process ended, with exit code {exitCode}; the next invocation starts another. {lastLines}".TrimEnd()),
        };
        await using var environment = await screen.WorkAsync(progress => LocalEnvironment.StartAsync(observed, progress, cancellationToken));
        breakage.Function = environment.Function;
        await using var page = await PageServer.StartAsync(environment, feed, journal, breakage);
        Introduce(environment, page);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private void Introduce(LocalEnvironment environment, PageServer page)
    {
        var (pool, table) = (environment.UserPool, environment.Table);
        screen.Table(
            ("Page", page.Address.AbsoluteUri),
            ("Endpoint", pool.Endpoint.AbsoluteUri.TrimEnd('/')),
            ("Region", LocalAws.Region),
            ("User pool", pool.Id),
            ("App client", pool.ClientId),
            ("Group", pool.GroupName),
            ("Confirmation code", LocalUserPool.ConfirmationCode),
            ("Table", table.Name),
            ("Table's endpoint", table.Endpoint.AbsoluteUri.TrimEnd('/')));
        var cognito = $"--endpoint-url {pool.Endpoint.AbsoluteUri.TrimEnd('/')} --region {LocalAws.Region}";
        screen.Line($"""

            Open the page to sign somebody up, to break it and to repair it. Or use the AWS CLI, for example:
              aws cognito-idp sign-up {cognito} --client-id {pool.ClientId} --username ada@example.com --password {LocalUserPool.Password} --user-attributes 'Name=address,Value="12 St James Square, London"'
              aws cognito-idp confirm-sign-up {cognito} --client-id {pool.ClientId} --username ada@example.com --confirmation-code {LocalUserPool.ConfirmationCode}
              AWS_ACCESS_KEY_ID={LocalAws.AccessKey} AWS_SECRET_ACCESS_KEY={LocalAws.AccessKey} aws dynamodb scan --endpoint-url {table.Endpoint.AbsoluteUri.TrimEnd('/')} --region {LocalAws.Region} --table-name {table.Name}

            A front end signs in with USER_PASSWORD_AUTH: the emulator does not know USER_SRP_AUTH, the default of Amplify.

            """);
        if (options.WithoutFunction)
        {
            screen.Line("Start the function by yourself, in this environment:");
            foreach (var (name, value) in FunctionProcess.Variables(environment.FunctionSettings))
                screen.Line($"  {name}={value}");
            screen.Line();
        }
        screen.Line("Ctrl+C stops everything. What the trigger does:");
    }

    private void Show(JournalEntry entry)
    {
        var error = entry.Outcome == "failed" ? entry.Shown : null;
        screen.Message($"{entry.At:HH:mm:ss}  {entry.Source}  {entry.Outcome} {entry.Reason}  {entry.Sub}  {entry.ElapsedMs:0} ms  {error}".TrimEnd());
    }
}
