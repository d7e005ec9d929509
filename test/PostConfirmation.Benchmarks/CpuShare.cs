using System.Globalization;

namespace PostConfirmation.Benchmarks;

/// <summary>A part of one core, as Lambda gives it by memory size: 1,769 MB are one core.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html</remarks>
internal sealed record CpuShare(string Name, double? Cores)
{
    public static readonly CpuShare Full = new("full speed", null);
    public static readonly CpuShare Mb512 = new("512 MB", 512 / 1769.0);
    public static readonly CpuShare Mb128 = new("128 MB", 128 / 1769.0);
}

/// <summary>A control group of Linux with a CPU quota.</summary>
internal sealed class ControlGroup : IDisposable
{
    private const string V1 = "/sys/fs/cgroup/cpu";
    private const string V2 = "/sys/fs/cgroup";
    private static int count;

    private readonly string folder;

    private ControlGroup(string folder) => this.folder = folder;

    /// <summary>The file into which a process writes its id to join.</summary>
    public string Members => Path.Combine(folder, "cgroup.procs");

    /// <param name="period">A process that has used up the quota of a period waits for the next one.</param>
    /// <exception cref="IOException" />
    /// <exception cref="UnauthorizedAccessException" />
    public static ControlGroup Create(double cores, TimeSpan period)
    {
        var periodUs = period.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture);
        var quota = (cores * period.TotalMicroseconds).ToString("0", CultureInfo.InvariantCulture);
        var name = string.Create(CultureInfo.InvariantCulture, $"postconfirmation-{Environment.ProcessId}-{Interlocked.Increment(ref count)}");
        var isV1 = Directory.Exists(V1);
        if (!isV1)
            File.WriteAllText(Path.Combine(V2, "cgroup.subtree_control"), "+cpu");
        var group = new ControlGroup(Path.Combine(isV1 ? V1 : V2, name));
        Directory.CreateDirectory(group.folder);
        try
        {
            if (isV1)
            {
                group.Write("cpu.cfs_period_us", periodUs);
                group.Write("cpu.cfs_quota_us", quota);
            }
            else
            {
                group.Write("cpu.max", $"{quota} {periodUs}");
            }
            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    /// <returns>Null if control groups can be made, else why not.</returns>
    public static string? WhyNot()
    {
        try
        {
            Create(cores: 0.5, TimeSpan.FromMilliseconds(20)).Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"no control group with a CPU quota can be made here ({e.Message.TrimEnd('.')}): run as root on Linux";
        }
    }

    public void Add(int processId) => Write("cgroup.procs", processId.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // A member is still ending; an empty group does no harm.
        }
    }

    // Not created here: the file exists only in a control group.
    private void Write(string file, string value)
    {
        using var stream = new FileStream(Path.Combine(folder, file), FileMode.Open, FileAccess.Write);
        using var writer = new StreamWriter(stream);
        writer.Write(value);
    }
}
