namespace PostConfirmation.Reconcile;

/// <summary>A page of the pool that a walk can begin with.</summary>
/// <param name="Token">Cognito's, null for the first page.</param>
internal sealed record Bookmark(string? Token)
{
    public static readonly Bookmark FirstPage = new((string?)null);
}

/// <summary>How far a walk through the pool is.</summary>
internal sealed class ScanProgress(Bookmark from)
{
    private readonly List<(Bookmark Page, Task Work)> begun = [];

    /// <summary>The first page whose users are not being completed yet; null if there is none.</summary>
    public Bookmark? NotBegun { get; private set; } = from;

    /// <summary>Where the next walk must begin so that nobody is missed: the first page that is not done. Null if all are done.</summary>
    public Bookmark? Left => begun.Where(page => !page.Work.IsCompletedSuccessfully).Select(page => page.Page).FirstOrDefault() ?? NotBegun;

    public IEnumerable<Task> Work => begun.Select(page => page.Work);

    /// <param name="work">Completes the users of <see cref="NotBegun"/>.</param>
    /// <param name="next">The token of the page after it; null after the last one.</param>
    public void Begin(Task work, string? next)
    {
        begun.Add((NotBegun!, work));
        NotBegun = next is null ? null : new(next);
    }

    /// <summary>Returns when fewer than <paramref name="pagesAtOnce"/> pages are being worked on.</summary>
    public async Task WaitAsync(int pagesAtOnce, CancellationToken stop)
    {
        while (begun.Count >= pagesAtOnce)
        {
            await Task.WhenAny(Work);
            stop.ThrowIfCancellationRequested();
            begun.RemoveAll(page => page.Work.IsCompletedSuccessfully);
        }
    }
}
