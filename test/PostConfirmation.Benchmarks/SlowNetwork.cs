using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace PostConfirmation.Benchmarks;

/// <summary>Passes bytes on, and delays those to the service, so that each round trip takes that much longer.</summary>
internal sealed class SlowNetwork : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(RoundTripMs);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Uri service;
    private readonly Task accepting;

    public const double RoundTripMs = 20;

    public SlowNetwork(Uri service)
    {
        this.service = service;
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new UriBuilder(service.Scheme, service.Host, ((IPEndPoint)listener.LocalEndpoint).Port).Uri;

    /// <summary>Whether connections are cut as soon as they are opened.</summary>
    public bool Refuses { get; set; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                if (Refuses)
                    client.Dispose();
                else
                    _ = RelayAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, service.Port);
            var late = Channel.CreateUnbounded<(DateTime Due, byte[] Bytes)>();
            await Task.WhenAny(
                ReadAsync(client.GetStream(), late.Writer), WriteAsync(late.Reader, server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // One side closed the connection.
        }
        finally
        {
            client.Dispose();
        }
    }

    private static async Task ReadAsync(NetworkStream from, ChannelWriter<(DateTime Due, byte[] Bytes)> late)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer) is var count and > 0)
            late.TryWrite((DateTime.UtcNow + Delay, buffer[..count]));
    }

    private static async Task WriteAsync(ChannelReader<(DateTime Due, byte[] Bytes)> late, NetworkStream to)
    {
        await foreach (var (due, bytes) in late.ReadAllAsync())
        {
            if (due - DateTime.UtcNow is var left && left > TimeSpan.Zero)
                await Task.Delay(left);
            await to.WriteAsync(bytes);
        }
    }
}
