namespace PostConfirmation.Local.Faults;

/// <summary>A fault of a connection between the function and a service, below TLS.</summary>
/// <param name="Name">As tests and tables show it.</param>
internal sealed record ConnectionFault(string Name, Func<RelayedConnection, Task> ApplyAsync)
{
    /// <summary>Accepted, and then nothing.</summary>
    public static ConnectionFault NeverAnswered { get; } = new("never answered", connection => connection.HoldAsync());

    public static ConnectionFault HalfAHello { get; } = new("half of the server's hello", async connection =>
    {
        await connection.SendToServiceAsync(await connection.ReceiveFromClientAsync());
        var hello = await connection.ReceiveFromServiceAsync();
        await connection.SendToClientAsync(hello.AsMemory(0, hello.Length / 2));
        await connection.HoldAsync();
    });

    public static ConnectionFault Closed { get; } = new("closed after the client's hello", async connection =>
    {
        await connection.ReceiveFromClientAsync();
        connection.Close();
        await connection.HoldAsync();
    });

    public static ConnectionFault Reset { get; } = new("reset after the client's hello", async connection =>
    {
        await connection.ReceiveFromClientAsync();
        connection.Reset();
    });

    /// <summary>With 300 ms for each message, a first request takes 1.2 s: two messages of the TLS 1.3 handshake, the request, the answer.</summary>
    public static IReadOnlyList<ConnectionFault> All { get; } =
        [NeverAnswered, HalfAHello, Closed, Reset, Late(TimeSpan.FromMilliseconds(300))];

    /// <summary>Everything that either side sends is delayed.</summary>
    public static ConnectionFault Late(TimeSpan by) => new("every flight late", connection => connection.RelayAsync(by));

    /// <summary>A good connection that fails after a while, even with a request under way.</summary>
    /// <param name="end">Such as <see cref="RelayedConnection.Silence"/>.</param>
    public static ConnectionFault Ends(string name, TimeSpan after, Action<RelayedConnection> end) => new(name, async connection =>
    {
        var relaying = connection.RelayAsync();
        if (await Task.WhenAny(relaying, Task.Delay(after)) != relaying)
            end(connection);
        await relaying;
    });

    public static ConnectionFault Named(string name) => All.Single(fault => fault.Name == name);
}
