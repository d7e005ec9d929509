using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace PostConfirmation.Local.Faults;

/// <summary>A connection from the function and its counterpart to the service, between which a fault can do anything.</summary>
internal sealed class RelayedConnection(Socket client, int servicePort) : IDisposable
{
    private readonly Socket service = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private volatile bool isSilent;

    /// <summary>Passes everything on, both ways, until one side ends the connection.</summary>
    /// <param name="late">The delay of each piece of data.</param>
    public async Task RelayAsync(TimeSpan late = default)
    {
        client.NoDelay = true;
        await ConnectAsync();
        var fromClient = PassOnAsync(client, service, late);
        var fromService = PassOnAsync(service, client, late);
        if (await Task.WhenAny(fromClient, fromService) == fromService && !isSilent)
        {
            if (fromService.IsFaulted)
                Reset();
            else
                Close();
        }

        await fromClient;
    }

    /// <summary>Answers nothing, until the client ends the connection.</summary>
    public async Task HoldAsync()
    {
        while ((await ReceiveFromClientAsync()).Length > 0)
        {
        }
    }

    /// <returns>The data received; empty at the end.</returns>
    public Task<byte[]> ReceiveFromClientAsync() => ReceiveAsync(client);

    /// <inheritdoc cref="ReceiveFromClientAsync"/>
    public Task<byte[]> ReceiveFromServiceAsync() => ReceiveAsync(service);

    public async Task SendToClientAsync(ReadOnlyMemory<byte> bytes) => await client.SendAsync(bytes);

    public async Task SendToServiceAsync(ReadOnlyMemory<byte> bytes)
    {
        await ConnectAsync();
        await service.SendAsync(bytes);
    }

    /// <summary>Closes the service's side properly (FIN).</summary>
    public void Close() => client.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection at once, and drops what is under way (RST).</summary>
    public void Reset()
    {
        client.LingerState = new(enable: true, seconds: 0);
        client.Dispose();
    }

    /// <summary>From now on nothing arrives on either side, without a FIN or RST.</summary>
    public void Silence() => isSilent = true;

    public void Dispose()
    {
        client.Dispose();
        service.Dispose();
    }

    private async Task ConnectAsync()
    {
        if (!service.Connected)
            await service.ConnectAsync(IPAddress.Loopback, servicePort);
    }

    private async Task PassOnAsync(Socket from, Socket to, TimeSpan late)
    {
        var onTheWay = Channel.CreateUnbounded<(Task Due, byte[] Bytes)>();
        var sending = SendAsync(onTheWay.Reader, to);
        try
        {
            while (await ReceiveAsync(from) is { Length: > 0 } bytes)
                onTheWay.Writer.TryWrite((Task.Delay(late), bytes));
        }
        finally
        {
            onTheWay.Writer.Complete();
        }

        await sending;
    }

    private async Task SendAsync(ChannelReader<(Task Due, byte[] Bytes)> onTheWay, Socket to)
    {
        await foreach (var (due, bytes) in onTheWay.ReadAllAsync())
        {
            await due;
            if (!isSilent)
                await to.SendAsync(bytes);
        }
    }

    private static async Task<byte[]> ReceiveAsync(Socket from)
    {
        var buffer = new byte[16 * 1024];
        return buffer[..await from.ReceiveAsync(buffer)];
    }
}
