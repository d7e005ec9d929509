using System.IO.Compression;

namespace PostConfirmation.Benchmarks;

/// <summary>A program that can be measured.</summary>
/// <param name="Version">What it runs on.</param>
/// <param name="Upload">What Lambda would be given, file by file.</param>
internal sealed record Variant(string Name, string Title, string Version, IReadOnlyList<string> Command, IReadOnlyList<string> Upload)
{
    public const string Native = "native";
    public const string ReadyToRun = "readytorun";
    public const string Go = "go";
    public const string JavaScript = "javascript";
    public const string Boto3 = "boto3";
    public const string Floor = "floor";

    public static readonly IReadOnlyList<string> Names = [Native, Go, JavaScript, Boto3, ReadyToRun, Floor];

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

    /// <summary>Treats the benchmark's authority like one of Amazon's five.</summary>
    public void Trust(Authority authority)
    {
        if (Upload.SingleOrDefault(file => Path.GetFileName(file) == "aws-roots.pem") is not { } file)
            return;
        const string Begin = "-----BEGIN CERTIFICATE-----";
        var others = File.ReadAllText(file).Split(Begin, StringSplitOptions.None).Skip(2).Select(rest => Begin + rest);
        File.WriteAllText(file, string.Concat([authority.RootPem, "\n", .. others]));
    }

    /// <summary>Node.js and boto3 do not read the system's store, and the floor needs no more than one root.</summary>
    public Dictionary<string, string?> Variables(SystemStore? store) => (Name, store) switch
    {
        (JavaScript, { }) => new() { ["NODE_EXTRA_CA_CERTS"] = store.RootFile },
        (Boto3, { }) => new() { ["AWS_CA_BUNDLE"] = SystemStore.Bundle },
        (Floor, { }) => new() { ["SSL_CERT_FILE"] = store.RootFile, ["SSL_CERT_DIR"] = "/dev/null" },
        _ => [],
    };
}
