using Amazon;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace AwsPolyfill.Tests.CognitoIdentityProvider;

public class EndpointTests
{
    [Theory]
    [InlineData("eu-central-1", "https://cognito-idp.eu-central-1.amazonaws.com")]
    [InlineData("us-gov-west-1", "https://cognito-idp.us-gov-west-1.amazonaws.com")]
    [InlineData("cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn")]
    [InlineData("eusc-de-east-1", "https://cognito-idp.eusc-de-east-1.amazonaws.eu")]
    [InlineData("xx-opened-tomorrow-9", "https://cognito-idp.xx-opened-tomorrow-9.amazonaws.com")]
    public void Every_region_has_an_endpoint_of_its_own(string region, string url)
    {
        var config = new AmazonCognitoIdentityProviderConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region) };

        Assert.Equal(url, Endpoint(config));
    }

    [Fact]
    public void An_endpoint_in_the_config_takes_the_place_of_the_region_s()
    {
        var config = new AmazonCognitoIdentityProviderConfig { ServiceURL = "http://localhost:9229" };

        Assert.Equal("http://localhost:9229/", Endpoint(config));
    }

    [Fact]
    public void Without_region_and_endpoint_it_says_what_to_set()
    {
        var error = Assert.Throws<AmazonClientException>(() => new EndpointProvider().ResolveEndpoint(new EndpointParameters()));

        Assert.Equal("Cognito's endpoint needs a region: set AWS_REGION.", error.Message);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Refuses_the_endpoints_that_it_does_not_know_rather_than_take_another(bool fips, bool dualStack)
    {
        var config = new AmazonCognitoIdentityProviderConfig
        {
            RegionEndpoint = RegionEndpoint.USEast1,
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        };

        Assert.Contains("-p:AwsPackages=official", Assert.Throws<AmazonClientException>(() => Endpoint(config)).Message);
    }

    private static string Endpoint(AmazonCognitoIdentityProviderConfig config) =>
        config.DetermineServiceOperationEndpoint(new(CognitoServer.SomeRequest)).URL;
}
