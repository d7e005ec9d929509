using System.Text;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.Local.Page;

/// <summary>The faults that a person chose, for the next calls of a service or for the function's process.</summary>
internal sealed class Breakage
{
    public const string Cognito = "Cognito";
    public const string DynamoDb = "DynamoDB";

    private readonly Lock sync = new();
    private readonly Feed feed;
    private readonly Dictionary<string, ServiceFault> broken = new()
    {
        [Cognito] = ServiceFault.None,
        [DynamoDb] = ServiceFault.None,
    };

    private bool killsNext;

    public Breakage(Feed feed)
    {
        this.feed = feed;
        Tell();
    }

    /// <summary>The host whose process can be killed; null if there is none, or not yet.</summary>
    public FunctionHost? Function { get; set; }

    public Expectation? Expected
    {
        get
        {
            lock (sync)
                return Expectation.Of(broken[Cognito], broken[DynamoDb], killsNext);
        }
    }

    /// <param name="service">Either of the constants.</param>
    public void Break(string service, ServiceFault fault)
    {
        lock (sync)
        {
            broken[service] = fault.Calls > 0 ? fault : ServiceFault.None;
            Tell();
        }
    }

    /// <summary>Kills the process that is at work; if none is, in the middle of the next sign-up.</summary>
    public void Kill(Journal journal)
    {
        lock (sync)
        {
            if (Function is { AtWork: { } invocation } function)
            {
                journal.Expect(invocation, Expectation.KilledAtWork);
                function.Kill();
            }
            else
            {
                killsNext = !killsNext;
            }
            Tell();
        }
    }

    /// <summary>The proxy's plan: the chosen fault for each request, which is also recorded in the journal.</summary>
    public Func<int, Fault?> PlanFor(string service, Journal journal) => _ =>
    {
        var fault = Take(service);
        return new("written down", exchange => ApplyAsync(fault, exchange, service, journal));
    };

    private static async Task ApplyAsync(Fault? fault, Exchange exchange, string service, Journal journal)
    {
        var attempt = journal.BeginAttempt(exchange.TraceId, service, fault?.Name);
        var result = fault?.Name ?? "failed";
        try
        {
            if (fault is not null)
            {
                await fault.ApplyAsync(exchange);
                return;
            }
            var answer = await exchange.ServeAsync();
            await exchange.AnswerAsync(answer);
            result = $"answered {answer.Status}{(FoundRecord(answer) ? ", there is a record" : "")}";
        }
        catch (OperationCanceledException) when (exchange.GivenUp.IsCancellationRequested)
        {
            result += ", given up";
            throw;
        }
        finally
        {
            journal.EndAttempt(exchange.TraceId, attempt, result, isGood: exchange.Answer is { } answer && (answer.Status == 200 || FoundRecord(answer)));
        }
    }

    /// <summary>Whether the record was there already, so that the function has no more to do.</summary>
    private static bool FoundRecord(ServiceAnswer answer) =>
        answer.Status == 400 && Encoding.UTF8.GetString(answer.Body).Contains("ConditionalCheckFailedException", StringComparison.Ordinal);

    private Fault? Take(string service)
    {
        lock (sync)
        {
            if (killsNext && service == DynamoDb)
            {
                killsNext = false;
                Tell();
                return new("process killed", KillAsync);
            }
            var fault = broken[service];
            if (fault.Calls is > 0 and < ServiceFault.Always)
                Break(service, fault with { Calls = fault.Calls - 1 });
            return fault.Choice.ToFault();
        }
    }

    private Task KillAsync(Exchange exchange)
    {
        Function?.Kill();
        exchange.Cut();
        return Task.CompletedTask;
    }

    private void Tell() => feed.Publish("faults", "faults", new
    {
        Cognito = broken[Cognito],
        DynamoDb = broken[DynamoDb],
        KillsNext = killsNext,
        Expected,
    });
}
