namespace AwsPolyfill.Tests.Probe;

/// <summary>Which set of AWS's packages a clone is built with, on feeds that have them, lack them, or are not there.</summary>
public sealed class AwsPackagesTests : IDisposable
{
    private readonly Clone clone = new();

    public void Dispose() => clone.Dispose();

    [Fact]
    public async Task Are_AWSs_own_where_the_feed_has_them()
    {
        clone.Feed([.. Clone.AwsPackages, Clone.Analyzer]);

        var said = await clone.RestoreAsync();

        Assert.Contains("AWS's packages: official, because the feed has them.", said, StringComparison.Ordinal);
        Assert.Equal("official", await clone.AwsPackagesAsync());
    }

    [Theory]
    [InlineData("App.sln")]
    [InlineData("src/App")]
    public async Task Are_stand_ins_where_the_feed_lacks_one_of_them_or_its_version(string restored)
    {
        var ((lacking, _), (outdated, version)) = (Clone.AwsPackages[0], Clone.AwsPackages[1]);
        clone.Feed([(outdated, "0.0.1"), .. Clone.AwsPackages[2..], Clone.Analyzer]);

        var said = await clone.RestoreAsync(restored);

        Assert.NotEqual("0.0.1", version);
        Assert.Equal(
            $"  AWS's packages: stand-ins (src/AwsPolyfill), because the feed lacks {lacking}, {outdated}.", said.Split('\n').First());
        Assert.Equal("polyfill", await clone.AwsPackagesAsync());
    }

    [Fact]
    public async Task Are_asked_for_once_until_their_versions_change()
    {
        clone.Feed([Clone.Analyzer]);
        await clone.RestoreAsync();

        Assert.DoesNotContain("AWS's packages", await clone.RestoreAsync(), StringComparison.Ordinal);

        clone.Feed([.. Clone.AwsPackages, Clone.Analyzer]);
        clone.ChangeVersions();
        Assert.Contains("AWS's packages: official", await clone.RestoreAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_asked_for_again_after_a_feed_that_did_not_answer()
    {
        clone.NoFeed();

        Assert.Contains("NU1301", await clone.RestoreAsync(succeeds: false), StringComparison.Ordinal);

        clone.Feed([Clone.Analyzer]);
        Assert.Contains("AWS's packages: stand-ins", await clone.RestoreAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_not_asked_for_where_somebody_says_which()
    {
        clone.Feed([Clone.Analyzer]);

        Assert.Contains("NU1101", await clone.RestoreAsync("src/App -p:AwsPackages=official", succeeds: false), StringComparison.Ordinal);
        Assert.Contains("it can be 'official' or 'polyfill'", await clone.RestoreAsync("src/App -p:AwsPackages=both", succeeds: false), StringComparison.Ordinal);
        Assert.DoesNotContain("AWS's packages", await clone.RestoreAsync("src/App -p:AwsPackages=polyfill"), StringComparison.Ordinal);
    }
}
