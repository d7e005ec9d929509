using System.ComponentModel;
using System.Diagnostics;
using PostConfirmation.Local;

namespace PostConfirmation.Benchmarks;

/// <summary>Makes the variants from their source.</summary>
internal static class Builds
{
    private const string Function = "src/PostConfirmation";
    private const string FloorProject = "test/PostConfirmation.Benchmarks/floor";

    /// <exception cref="BenchmarkException">It cannot be built here; the message says what is missing.</exception>
    public static Task<Variant> BuildAsync(string name, CancellationToken cancellationToken) => name switch
    {
        Variant.Native => NativeAsync(name, "this function, native", Function, "PostConfirmation", cancellationToken),
        Variant.Floor => NativeAsync(name, "two calls without an SDK, native", FloorProject, "floor", cancellationToken),
        Variant.ReadyToRun => ReadyToRunAsync(cancellationToken),
        Variant.Go => GoAsync(cancellationToken),
        Variant.JavaScript => JavaScriptAsync(cancellationToken),
        _ => Boto3Async(cancellationToken),
    };

    /// <summary>Which set of AWS's packages they are made with: <c>official</c> or <c>polyfill</c>.</summary>
    public static async Task<string> AwsPackagesAsync(CancellationToken cancellationToken) =>
        (await MustAsync("dotnet", ["msbuild", Function, "-getProperty:AwsPackages"], Folders.Root, cancellationToken)).Trim();

    private static async Task<Variant> NativeAsync(string name, string title, string project, string executable, CancellationToken cancellationToken)
    {
        var output = Empty(name);
        var (exitCode, said) = await RunAsync(
            "dotnet",
            ["publish", project, "-c", "Release", "--use-current-runtime", "--self-contained", "true", "-p:PublishAot=true", "-o", output, "--nologo", "-v", "quiet"],
            Folders.Root,
            cancellationToken);
        return exitCode == 0
            ? new(name, title, "net10.0 native", [Path.Combine(output, executable)], Directory.GetFiles(output))
            : throw new BenchmarkException($"the native compiler needs clang and zlib (apt-get install clang zlib1g-dev): {said}");
    }

    private static async Task<Variant> ReadyToRunAsync(CancellationToken cancellationToken)
    {
        var output = Empty(Variant.ReadyToRun);
        await MustAsync(
            "dotnet",
            ["publish", Function, "-c", "Release", "--use-current-runtime", "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", output, "--nologo", "-v", "quiet"],
            Folders.Root,
            cancellationToken);
        return new(Variant.ReadyToRun, "this function, ReadyToRun", $"net10.0 on {Environment.Version}",
            ["dotnet", Path.Combine(output, "PostConfirmation.dll")], Directory.GetFiles(output));
    }

    private static async Task<Variant> GoAsync(CancellationToken cancellationToken)
    {
        const string Debian = "/usr/share/gocode";
        const string Advice = "it needs Go and the AWS SDK for Go 2 as Debian packages them (apt-get install golang-go golang-github-aws-aws-sdk-go-v2-dev)";
        if (!Directory.Exists(Path.Combine(Debian, "src/github.com/aws/aws-sdk-go-v2")))
            throw new BenchmarkException(Advice);
        var folder = Path.Combine(Folders.Benchmarks, "peers", "go");
        var version = await MustAsync("go", ["env", "GOVERSION"], folder, cancellationToken, Advice);
        var executable = Path.Combine(Empty(Variant.Go), "bootstrap");
        await MustAsync(
            "env", ["GO111MODULE=off", "GOFLAGS=", $"GOPATH={Debian}", "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", executable, "."], folder, cancellationToken);
        var sdk = await File.ReadAllTextAsync(Path.Combine(Debian, "src/github.com/aws/aws-sdk-go-v2/aws/go_module_metadata.go"), cancellationToken);
        return new(Variant.Go, "AWS SDK for Go 2", $"Go {version.Trim()[2..]}, SDK {sdk.Split('"')[1]}", [executable], [executable]);
    }

    private static async Task<Variant> JavaScriptAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Folders.Benchmarks, "peers", "javascript");
        var node = await MustAsync("node", ["--version"], folder, cancellationToken, "install Node.js 20 from https://nodejs.org");
        try
        {
            await new NpmPackages(folder, "the peer in JavaScript").EnsureAsync(cancellationToken: cancellationToken);
        }
        catch (LocalException e)
        {
            throw new BenchmarkException(e.Message);
        }

        var bundle = Path.Combine(Empty(Variant.JavaScript), "function.cjs");
        await MustAsync("npm", ["run", "build", "--", $"--outfile={bundle}"], folder, cancellationToken);
        return new(Variant.JavaScript, "AWS SDK for JavaScript 3, bundled", $"node {node.Trim().TrimStart('v')}", ["node", bundle], [bundle]);
    }

    private static async Task<Variant> Boto3Async(CancellationToken cancellationToken)
    {
        var script = Path.Combine(Folders.Benchmarks, "peers", "boto3", "function.py");
        // Debian's package works with Debian's Python only, even if another one is first on the PATH.
        foreach (var python in (string[])["/usr/bin/python3", "python3"])
        {
            var (exitCode, version) = await RunAsync(
                python, ["-c", "import boto3, platform; print(platform.python_version(), boto3.__version__)"], Folders.Root, cancellationToken);
            if (exitCode == 0 && version.Trim().Split(' ') is [var interpreter, var boto3])
                return new(Variant.Boto3, "boto3", $"Python {interpreter}, boto3 {boto3}", [python, script], [script]);
        }
        throw new BenchmarkException("there is no boto3 (apt-get install python3-boto3, or pip install boto3)");
    }

    private static string Empty(string name)
    {
        var folder = Folders.Built(name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static async Task<string> MustAsync(
        string program, string[] arguments, string folder, CancellationToken cancellationToken, string? advice = null)
    {
        var (exitCode, said) = await RunAsync(program, arguments, folder, cancellationToken);
        return exitCode == 0 ? said : throw new BenchmarkException($"{advice ?? program + " " + arguments[0] + " failed"}: {said}");
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(
        string program, string[] arguments, string folder, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // Builds must not inherit the variables that dotnet run set for this program.
                Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["MSBuildSDKsPath"] = null, ["MSBuildExtensionsPath"] = null },
            })!;
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, process.ExitCode == 0 ? output : output + await error);
        }
        catch (Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
