using Amazon.CognitoIdentityProvider;
using Amazon.Runtime;

namespace AwsPolyfill.Tests.CognitoIdentityProvider;

/// <summary>These tests change the process's environment, so they run alone.</summary>
[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
[Collection(nameof(EnvironmentTests))]
public sealed class EnvironmentTests : IDisposable
{
    private readonly Dictionary<string, string?> before = new(StringComparer.Ordinal);

    public EnvironmentTests()
    {
        Set("AWS_EC2_METADATA_DISABLED", "true");
        Set("AWS_CONFIG_FILE", "/dev/null");
        Set("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        Set("AWS_ACCESS_KEY_ID", "AKIDENV");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        Set("AWS_SESSION_TOKEN", "token");
        Set("AWS_DEFAULT_REGION", null);
        Region("eu-west-1");
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER")]
    [InlineData("AWS_ENDPOINT_URL")]
    public async Task The_environment_can_redirect_it_and_sign_for_its_region(string variable)
    {
        await using var server = await CognitoServer.StartAsync(200, "{}");
        Set(variable, server.Url);
        using var client = new AmazonCognitoIdentityProviderClient(new());

        await client.AdminAddUserToGroupAsync(CognitoServer.SomeRequest);

        var request = Assert.Single(server.Requests);
        Assert.Contains("Credential=AKIDENV/", request.Headers.Authorization.ToString());
        Assert.Contains("/eu-west-1/cognito-idp/aws4_request", request.Headers.Authorization.ToString());
        Assert.Equal("token", request.Headers["X-Amz-Security-Token"]);
    }

    [Fact]
    public void The_service_s_own_variable_wins_over_the_general_one()
    {
        Set("AWS_ENDPOINT_URL", "http://general");
        Set("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://own");

        Assert.Equal("http://own/", Endpoint(new()));
    }

    [Fact]
    public void A_config_that_ignores_the_environment_s_endpoints_keeps_the_region_s()
    {
        Set("AWS_ENDPOINT_URL", "http://general");

        Assert.Equal(
            "https://cognito-idp.eu-west-1.amazonaws.com", Endpoint(new() { IgnoreConfiguredEndpointUrls = true }));
    }

    [Fact]
    public void Takes_the_region_of_the_environment() =>
        Assert.Equal("https://cognito-idp.eu-west-1.amazonaws.com", Endpoint(new()));

    [Fact]
    public void Cannot_be_made_without_region_and_endpoint()
    {
        Region(null);

        var error = Assert.Throws<AmazonClientException>(() => new AmazonCognitoIdentityProviderClient(new()));

        Assert.Equal("No RegionEndpoint or ServiceURL configured", error.Message);
    }

    public void Dispose()
    {
        foreach (var (name, value) in before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        FallbackRegionFactory.Reset();
    }

    private static string Endpoint(AmazonCognitoIdentityProviderConfig config) =>
        config.DetermineServiceOperationEndpoint(new(CognitoServer.SomeRequest)).URL;

    private void Region(string? name)
    {
        Set("AWS_REGION", name);
        FallbackRegionFactory.Reset(); // It caches the first region that it found.
    }

    private void Set(string name, string? value)
    {
        before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
