namespace PostConfirmation.Reconcile;

/// <summary>A page of the pool that a walk can begin with.</summary>
/// <param name="Token">Cognito's, null for the first page.</param>
internal sealed record Bookmark(string? Token)
{
    public static readonly Bookmark FirstPage = new((string?)null);
}

/// <summary>How far a walk through the pool is.</summary>
internal sealed class Walk(Bookmark from)
{
    private readonly List<(Bookmark Page, Task Work)> begun = [];

    /// <summary>The first page that nobody has begun with, null where there is none.</summary>
    public Bookmark? NotBegun { get; private set; } = from;

    /// <summary>Where another walk goes on so that nobody is missed: at the first page that is not done. Null where all are.</summary>
    public Bookmark? Left => begun.Where(page => !page.Work.IsCompletedSuccessfully).Select(page => page.Page).FirstOrDefault() ?? NotBegun;

    public IEnumerable<Task> Work => begun.Select(page => page.Work);

    /// <param name="work">Completes the users of <see cref="NotBegun"/>.</param>
    /// <param name="next">The token of the page after it, or null.</param>
    public void Begin(Task work, string? next)
    {
        begun.Add((NotBegun!, work));
        NotBegun = next is null ? null : new(next);
    }

    /// <summary>Returns when fewer than that many pages are being worked on.</summary>
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
