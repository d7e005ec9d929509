using System.IO.Compression;

namespace PostConfirmation.Benchmarks;

/// <summary>A program that can be measured.</summary>
/// <param name="Version">What it runs on.</param>
/// <param name="Upload">What Lambda would be given, file by file.</param>
internal sealed record Variant(string Name, string Title, string Version, IReadOnlyList<string> Command, IReadOnlyList<string> Upload)
{
    public const string Native = "native";
    public const string ReadyToRun = "readytorun";
    public const string JavaScript = "javascript";
    public const string Boto3 = "boto3";
    public const string Floor = "floor";

    public static readonly IReadOnlyList<string> Names = [Native, ReadyToRun, JavaScript, Boto3, Floor];

    /// <summary>The size of the zip that would be uploaded.</summary>
    public long ZipBytes()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Upload)
                zip.CreateEntryFromFile(file, Path.GetFileName(file), CompressionLevel.SmallestSize);
        }
        return bytes.Length;
    }
}
