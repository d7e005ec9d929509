using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PostConfirmation.Local.Faults;

/// <summary>Passes the bytes of connections on to a service, and causes the planned faults.</summary>
internal sealed class ConnectionRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<RelayedConnection, Task> open = new();
    private readonly Uri service;
    private readonly Task accepting;
    private int connections;
    private Func<int, ConnectionFault?> plan = _ => null;

    /// <param name="service">With a port on this machine.</param>
    public ConnectionRelay(Uri service)
    {
        this.service = service;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The service's address, with this relay's port.</summary>
    public Uri Address => new UriBuilder(service) { Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;

    /// <summary>The fault of a connection, by its number; null for none. The first connection after this is set is number 1.</summary>
    public Func<int, ConnectionFault?> Plan
    {
        set => (plan, connections) = (value, 0);
    }

    /// <summary>How many connections there were since the plan was set.</summary>
    public int Connections => connections;

    /// <summary>The faults caused so far.</summary>
    public ConcurrentQueue<ConnectionFault> Faults { get; } = new();

    /// <param name="end">What becomes of every connection that is open now, such as <see cref="RelayedConnection.Silence"/>.</param>
    public void EndAll(Action<RelayedConnection> end)
    {
        foreach (var connection in open.Keys)
        {
            try
            {
                end(connection);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It has ended by itself.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
        foreach (var (connection, relaying) in open)
        {
            connection.Dispose();
            await relaying;
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new RelayedConnection(await listener.AcceptSocketAsync(), service.Port);
                open[connection] = ServeAsync(connection, plan(Interlocked.Increment(ref connections)));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(RelayedConnection connection, ConnectionFault? fault)
    {
        await Task.Yield(); // so that it is among the open ones before it ends
        try
        {
            if (fault is null)
            {
                await connection.RelayAsync();
                return;
            }

            Faults.Enqueue(fault);
            await fault.ApplyAsync(connection);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side closed the connection.
        }
        finally
        {
            connection.Dispose();
            open.TryRemove(connection, out _);
        }
    }
}
