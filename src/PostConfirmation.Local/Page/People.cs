using System.Collections.Concurrent;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace PostConfirmation.Local.Page;

/// <summary>A user's data in the pool and the table.</summary>
/// <param name="Record">Null if there is none.</param>
internal sealed record KeptState(string Sub, string Email, string Status, IReadOnlyList<string> Groups, IReadOnlyList<RecordLine>? Record);

/// <summary>The result of something that a person did.</summary>
/// <param name="Kept">The user's data now; null if there is no user.</param>
/// <param name="Shown">What the person sees.</param>
/// <param name="Problem">Why it could not be done at all.</param>
internal sealed record StepResult(KeptState? Kept, string? Shown = null, string? Problem = null)
{
    public string? Problem { get; } = Problem is null ? null : Redaction.WithoutUserInfo(Problem);
}

/// <summary>Does what people do in a front end, and reads the result from pool and table.</summary>
internal sealed class People(LocalUserPool pool, LocalTable table, Journal journal)
{
    private static readonly string[] Names =
        ["ada.lovelace", "grace.hopper", "alan.turing", "hedy.lamarr", "edsger.dijkstra", "katherine.johnson", "dennis.ritchie", "barbara.liskov"];

    private int suggested = -1;

    /// <summary>An address that nobody has taken.</summary>
    public string Suggest()
    {
        var number = Interlocked.Increment(ref suggested);
        return $"{Names[number % Names.Length]}{(number < Names.Length ? "" : $".{number / Names.Length + 1}")}@example.com";
    }

    public Task<StepResult> SignUpAsync(string email, string address) => TryAsync(null, async () =>
    {
        var sub = await pool.SignUpAsync(email, address.Length == 0 ? null : new Dictionary<string, string> { ["address"] = address });
        return new(await KeptOfAsync(sub), "The code has been sent.");
    });

    public Task<StepResult> ConfirmAsync(string sub, string code) =>
        TryAsync(sub, () => TriggerAsync(sub, () => pool.ConfirmSignUpAsync(sub, code)));

    public Task<StepResult> ResetPasswordAsync(string sub) => TryAsync(sub, () => TriggerAsync(sub, () => pool.ResetPasswordAsync(sub)));

    /// <summary>As a shop does it, independently of the trigger.</summary>
    public Task<StepResult> FillCartAsync(string sub) => TryAsync(sub, async () =>
    {
        await table.Client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = table.Name,
            Key = new() { ["PK"] = new($"USER#{sub}"), ["SK"] = new($"USER#{sub}") },
            UpdateExpression = "SET shopping_cart.apples = if_not_exists(shopping_cart.apples, :none) + :three",
            ConditionExpression = "attribute_exists(PK)",
            ExpressionAttributeValues = new() { [":none"] = new() { N = "0" }, [":three"] = new() { N = "3" } },
        });
        return new(await KeptOfAsync(sub), "Three apples are in the cart.");
    });

    public Task<StepResult> LookAsync(string sub) => TryAsync(null, async () => new(await KeptOfAsync(sub)));

    /// <summary>Confirmed users without a record, or with <c>pending_group</c> in it.</summary>
    public async Task<IReadOnlyCollection<LocalPoolUser>> IncompleteAsync()
    {
        var incomplete = new ConcurrentBag<LocalPoolUser>();
        await Parallel.ForEachAsync((await pool.ListUsersAsync()).Where(user => user.Status == "CONFIRMED"), async (user, _) =>
        {
            if (!await IsCompleteAsync(user))
                incomplete.Add(user);
        });
        return incomplete;
    }

    public async Task<bool> IsCompleteAsync(LocalPoolUser user) =>
        await table.FindAsync($"USER#{user.Sub}") is { } record && !record.ContainsKey("pending_group");

    private async Task<KeptState> KeptOfAsync(string sub)
    {
        var user = await pool.GetUserAsync(sub);
        var record = await table.FindAsync($"USER#{sub}");
        return new(
            sub, user.Attributes.GetValueOrDefault("email", user.Username), user.Status, await pool.GroupsOfAsync(sub),
            record is null ? null : RecordLine.Of(record));
    }

    /// <summary>The emulator, unlike Cognito, does not report a failure of the trigger, so it is read from the journal.</summary>
    private async Task<StepResult> TriggerAsync(string sub, Func<Task> step)
    {
        await step();
        return new(await KeptOfAsync(sub), journal.LastOf(sub)?.Shown);
    }

    private async Task<StepResult> TryAsync(string? sub, Func<Task<StepResult>> step)
    {
        try
        {
            return await step();
        }
        catch (UserPoolException e)
        {
            return new(sub is null ? null : await KeptOfAsync(sub), Problem: e.Type.Length > 0 ? $"{e.Type}: {e.PoolMessage}" : e.Message);
        }
        catch (ConditionalCheckFailedException)
        {
            return new(await KeptOfAsync(sub!), Problem: "There is no record yet, so there is no cart.");
        }
        catch (AmazonServiceException e)
        {
            return new(null, Problem: $"The table says: {e.Message}");
        }
    }
}
