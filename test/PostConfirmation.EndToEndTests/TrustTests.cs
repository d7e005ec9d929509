using PostConfirmation.EndToEndTests.Support;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.EndToEndTests;

/// <summary>Nothing is sent to a server without a trusted certificate.</summary>
[Collection(nameof(EmulatorFixture))]
public sealed class TrustTests(EmulatorFixture emulators)
{
    [SkippableTheory]
    [InlineData("a stranger's", true)]
    [InlineData("a stranger's", false)]
    [InlineData("expired", true)]
    [InlineData("expired", false)]
    [InlineData("another name's", true)]
    [InlineData("another name's", false)]
    public async Task A_server_with_a_wrong_certificate_gets_no_request_and_the_group_is_deferred_or_the_user_sees_an_error(string whose, bool ofGroup)
    {
        emulators.RequireTls();
        using var stranger = new CertificateAuthority();
        using var certificate = whose switch
        {
            "expired" => emulators.Authority.Issue(["localhost"], DateTimeOffset.UtcNow.AddDays(-1)),
            "another name's" => emulators.Authority.Issue(["elsewhere.example"], DateTimeOffset.UtcNow.AddDays(1)),
            _ => stranger.Issue(["localhost"], DateTimeOffset.UtcNow.AddDays(1)),
        };
        var services = new FaultyServices(emulators);
        try
        {
            await services.StartServicesAsync(ofGroup ? certificate : null, ofGroup ? null : certificate);
            await services.StartProcessesAsync(1);
            var (name, sub) = await emulators.SignUpAsync();

            var result = await services.InvokeAsync(name, sub);

            Assert.True((ofGroup ? services.UserPoolConnections : services.TableConnections).Connections > 0);
            Assert.Equal(0, (ofGroup ? services.UserPools : services.Tables).Requests);
            await services.AssertFailedAsync(sub, result, ofGroup);
        }
        finally
        {
            await services.DisposeAsync();
        }
    }
}
