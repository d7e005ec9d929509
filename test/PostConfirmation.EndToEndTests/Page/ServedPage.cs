using PostConfirmation.EndToEndTests.Deploy;
using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>A served page and a browser for it, for all tests.</summary>
public sealed class ServedPage : IAsyncLifetime
{
    private ServedCommand? command;
    private Browser? browser;
    private string? noCommand;
    private string? noBrowser;

    internal Uri Address => command!.Page;

    public async Task InitializeAsync()
    {
        try
        {
            await EmulatorFixture.Installed.Value;
            command = await ServedCommand.StartAsync();
        }
        catch (LocalException e)
        {
            noCommand = e.Message;
            return;
        }

        try
        {
            browser = await Browser.StartAsync();
        }
        catch (LocalException e)
        {
            noBrowser = e.Message;
        }
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        if (command is not null)
            await command.DisposeAsync();
    }

    /// <summary>Skips the test, with the reason, where the emulators cannot run; with <c>CI=true</c> that fails.</summary>
    internal void Require()
    {
        if (noCommand is not null)
            Command.Skip(noCommand);
    }

    /// <inheritdoc cref="ServedCommand.LineAsync"/>
    internal Task WritesAsync(string line) => command!.LineAsync(line);

    /// <summary>Runs a story of <c>browser/stories</c>. Without a browser the test is skipped as by <see cref="Require"/>.</summary>
    internal Task TellAsync(string story, params string[] more)
    {
        Require();
        return TellOfAsync(Address, story, more);
    }

    /// <inheritdoc cref="TellAsync"/>
    internal async Task TellOfAsync(Uri page, string story, params string[] more)
    {
        if (noBrowser is not null)
            Command.Skip(noBrowser);
        await browser!.TellAsync(page, story, more);
    }
}

/// <summary>Run alone, because the function must do its work within four seconds, and other tests would slow it down.</summary>
[CollectionDefinition(nameof(ServedPage), DisableParallelization = true)]
public sealed class SharedPage : ICollectionFixture<ServedPage>;
