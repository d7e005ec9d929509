using PostConfirmation.Local.Page;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>What can be broken on the page, and what the function and its process do then.</summary>
[Collection(nameof(ServedPage))]
public sealed class BreakageTests(ServedPage page)
{
    public static TheoryData<string, string, int?> EveryFault
    {
        get
        {
            var faults = new TheoryData<string, string, int?>();
            foreach (var service in (string[])["cognito", "dynamodb"])
            {
                foreach (var choice in Enum.GetNames<FaultChoice>())
                {
                    foreach (var calls in (int?[])[1, 3, null])
                        faults.Add(service, choice, calls);
                }
            }

            return faults;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(EveryFault))]
    public async Task What_the_page_expects_is_what_happens(string service, string choice, int? calls)
    {
        page.Require();
        using var client = new PageClient(page.Address);
        await client.BreakAsync(service, choice, calls);
        try
        {
            var sub = await client.SignUpAsync();
            await client.ConfirmAsync(sub);

            var invocation = await client.InvocationAsync(sub, entry => entry["log"] is not null && entry["elapsedMs"] is not null);

            Assert.Equal(choice == "None", invocation["expected"] is null);
            Assert.Equal((string?)invocation["expected"]?["outcome"] ?? "provisioned", (string?)invocation["outcome"]);
        }
        finally
        {
            await client.MendAsync(service);
        }
    }

    [SkippableFact]
    public async Task An_invocation_that_waits_while_the_process_is_killed_gets_another_one()
    {
        page.Require();
        using var client = new PageClient(page.Address);
        var (first, second) = (await client.SignUpAsync(), await client.SignUpAsync());
        await client.BreakAsync("cognito", "Hangs", 1);
        var confirmations = new List<Task> { client.ConfirmAsync(first) };
        await client.InvocationAsync(first, entry => entry["attempts"]!.AsArray().Count > 0);
        confirmations.Add(client.ConfirmAsync(second));
        await client.InvocationAsync(second, _ => true);

        await client.PostAsync("process/kill", new { });
        await Task.WhenAll(confirmations);

        Assert.Equal("Runtime.ExitError", (string?)(await client.InvocationAsync(first, entry => entry["elapsedMs"] is not null))["reason"]);
        var waited = await client.InvocationAsync(second, entry => entry["log"] is not null && entry["elapsedMs"] is not null);
        Assert.Equal(("provisioned", true), ((string?)waited["outcome"], (bool?)waited["isCold"]));
    }

    [SkippableFact]
    public async Task A_process_that_ends_by_itself_is_reported_and_the_next_invocation_starts_another()
    {
        page.Require();
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux tells whose child a process is.");
        await using var command = await ServedCommand.StartAsync();
        using var client = new PageClient(command.Page);
        var sub = await client.SignUpAsync();

        command.FunctionProcess().Kill();
        await command.LineAsync("The function's process ended, with exit code 137; the next invocation starts another.");
        await client.ConfirmAsync(sub);

        var invocation = await client.InvocationAsync(sub, entry => entry["log"] is not null && entry["elapsedMs"] is not null);
        Assert.Equal(("provisioned", true), ((string?)invocation["outcome"], (bool?)invocation["isCold"]));
    }
}
