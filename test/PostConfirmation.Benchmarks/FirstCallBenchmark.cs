using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PostConfirmation.Benchmarks;

/// <summary>What the first call of the native function takes over TLS and a slow network, with and without connections made during the start.</summary>
internal sealed class FirstCallBenchmark(BenchmarkOptions options, Action<string> say)
{
    private const int WarmCalls = 10;

    public async Task<FirstCall> RunAsync(Variant native, byte[] payload, CancellationToken cancellationToken)
    {
        using var certificate = NewCertificate();
        var trusted = Path.Combine(Path.GetTempPath(), $"postconfirmation-benchmark-{Environment.ProcessId}.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem(), cancellationToken);
        try
        {
            await using var services = await Services.StartAsync(certificate);
            await using var cognito = new SlowNetwork(services.Cognito);
            await using var dynamoDb = new SlowNetwork(services.DynamoDb);
            var surroundings = new Surroundings(
                cognito.Address, dynamoDb.Address, payload, new Dictionary<string, string?> { ["SSL_CERT_FILE"] = trusted });
            var results = new FirstCall(SlowNetwork.RoundTripMs, new(), new(), new());
            for (var run = 0; run <= options.Runs; run++)
            {
                foreach (var refuses in (bool[])[false, true])
                {
                    say($"first call over TLS: run {run} of {options.Runs}, {(refuses ? "without" : "with")} connections from the start");
                    cognito.Refuses = dynamoDb.Refuses = refuses;
                    await using var function = await FunctionRun.StartAsync(native.Command, surroundings, CpuShare.Full, cancellationToken);
                    await Task.Delay(800, cancellationToken); // longer than the start may wait for its connections
                    cognito.Refuses = dynamoDb.Refuses = false;
                    var first = await function.CallAsync(cancellationToken);
                    if (run == 0)
                        continue;
                    (refuses ? results.Without : results.With).Values.Add(first);
                    for (var call = 0; call < WarmCalls; call++)
                        results.Warm.Values.Add(await function.CallAsync(cancellationToken));
                }
            }
            return results;
        }
        finally
        {
            File.Delete(trusted);
        }
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
