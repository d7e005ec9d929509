using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using PostConfirmation.Local;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>A user pool, a table and the function's own executable between them, for all tests of a collection.</summary>
public sealed class EmulatorFixture : IAsyncLifetime, IDisposable
{
    /// <summary>Much longer than the function needs, so that no test fails because the machine is busy.</summary>
    internal static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The emulators' installation, once for all tests: several fixtures start at the same time.</summary>
    internal static readonly Lazy<Task> Installed = new(() => EmulatorInstall.EnsureAsync());

    private readonly List<Proxy> proxies = [];
    private LocalEnvironment? environment;
    private string? unavailable;
    private int users;

    internal LocalUserPool UserPool => Available.UserPool;

    internal LocalTable Table => Available.Table;

    internal FunctionLog Log { get; } = new();

    /// <summary>Issues the certificates of the proxies between the function and its services, which speak TLS as AWS's do; null where TLS is not possible.</summary>
    internal X509Certificate2? Certificate => CertificateAuthority.CanBeTrusted ? Authority.Localhost : null;

    internal CertificateAuthority Authority { get; } = new();

    /// <summary>The environment of a process that trusts them.</summary>
    internal IReadOnlyDictionary<string, string?> Trust => Authority.Trust;

    /// <summary>The actions that the function called so far.</summary>
    internal IEnumerable<string> Actions => proxies.SelectMany(proxy => proxy.Actions);

    /// <summary>The X-Ray headers of those calls.</summary>
    internal IEnumerable<string?> Traces => proxies.SelectMany(proxy => proxy.Traces);

    internal bool IsAvailable => environment is not null;

    private LocalEnvironment Available => environment ?? throw new InvalidOperationException("Call Require first.");

    public async Task InitializeAsync()
    {
        try
        {
            await Installed.Value;
        }
        catch (LocalException e) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            unavailable = e.Message;
            return;
        }

        proxies.AddRange([await Proxy.StartAsync(certificate: Certificate), await Proxy.StartAsync(certificate: Certificate)]);
        var free = new Queue<Proxy>(proxies);
        environment = await LocalEnvironment.StartAsync(new()
        {
            EmailIsUsername = false,
            Timeout = FunctionTimeout,
            Variables = Trust,
            OnFunctionLine = Log.Add,
            Route = service =>
            {
                var proxy = free.Dequeue();
                proxy.Target = service;
                return proxy.Address;
            },
        });
        await environment.Lambda.InvokeAsync(Encoding.UTF8.GetBytes(SkippedEvent.Json)); // see FunctionPool
    }

    public async Task DisposeAsync()
    {
        if (environment is not null)
            await environment.DisposeAsync();
        foreach (var proxy in proxies)
            await proxy.DisposeAsync();
    }

    public void Dispose() => Authority.Dispose();

    /// <summary>Skips the test, with the reason, where the emulators cannot run; with <c>CI=true</c> that fails.</summary>
    internal void Require() => Skip.If(unavailable is not null, unavailable);

    /// <inheritdoc cref="Require"/>
    internal void RequireTls()
    {
        Require();
        Skip.IfNot(CertificateAuthority.CanBeTrusted, "Only on Linux can one process have a trust store of its own.");
    }

    /// <summary>A user who has not confirmed yet. The name is neither an e-mail address nor the sub, and must never be logged.</summary>
    internal async Task<(string Name, string Sub)> SignUpAsync(params (string Name, string Value)[] attributes)
    {
        var number = Interlocked.Increment(ref users);
        var name = $"personal-name-{number}";
        var all = new Dictionary<string, string>
        {
            ["email"] = $"personal.{number}@example.com",
            ["phone_number"] = $"+4915550{number:000000}",
        };
        foreach (var (attribute, value) in attributes)
            all[attribute] = value;
        return (name, await UserPool.SignUpAsync(name, all));
    }

    /// <summary>The outcome and the reason of the user's invocations, in the order of the log.</summary>
    internal async Task<IReadOnlyList<string>> OutcomesAsync(string sub, int count = 1) =>
        [.. (await Log.OfAsync(sub, count)).Select(line => $"{line["outcome"]} {line["reason"]}".Trim())];

    /// <summary>The event that Cognito sends for a user of the pool.</summary>
    internal string Event(string name, string sub, string triggerSource = "PostConfirmation_ConfirmSignUp") => new JsonObject
    {
        ["version"] = "1",
        ["userPoolId"] = UserPool.Id,
        ["userName"] = name,
        ["triggerSource"] = triggerSource,
        ["request"] = new JsonObject
        {
            ["userAttributes"] = new JsonObject
            {
                ["sub"] = sub,
                ["cognito:user_status"] = "CONFIRMED",
                ["email"] = "personal.event@example.com",
                ["phone_number"] = "+4915559999999",
                ["address"] = "Personal Street 1",
            },
        },
        ["response"] = new JsonObject(),
    }.ToJsonString();

    /// <summary>More processes of the function, on a Lambda endpoint of their own.</summary>
    /// <param name="keep">Whether their lines are JSON, and so go to <see cref="Log"/> too.</param>
    internal async Task<FunctionPool> StartFunctionsAsync(int count = 1, Dictionary<string, string?>? variables = null, bool keep = true)
    {
        var functions = await FunctionPool.StartAsync(
            count,
            lambda => new(
                lambda.Address, proxies[0].Address, proxies[1].Address, Table.Name, UserPool.GroupName,
                Variables: new Dictionary<string, string?>([.. Trust, .. variables ?? []])),
            keep ? Log.Add : null);
        await functions.WarmUpAsync();
        return functions;
    }
}

[CollectionDefinition(nameof(EmulatorFixture))]
public sealed class SharedEmulators : ICollectionFixture<EmulatorFixture>;

/// <summary>For the tests of faults, which mostly wait: beside the others, with emulators of their own.</summary>
[CollectionDefinition(nameof(FaultedEmulators))]
public sealed class FaultedEmulators : ICollectionFixture<EmulatorFixture>;
