using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace PostConfirmation.Tests;

public sealed class HostileAddressTests
{
    [Fact]
    public void Any_address_is_kept() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(HostileAddress.Any, address => KeptAddress.Assert(address, AddressBook.From(address))));

    /// <summary>Otherwise the test above would also pass for a function that stores only text, or with harmless addresses only.</summary>
    [Fact]
    public void The_generated_addresses_are_hostile_and_become_maps_as_well_as_texts()
    {
        var addresses = HostileAddress.Any.Generator.Sample(2000, new Rnd(7), size: 50); // the same in every run

        Assert.InRange(addresses.Count(address => AddressBook.From(address).Values.Single().M.ContainsKey("formatted")), 400, 1600);
        foreach (var hostile in (string[])["1e999", "\0", "\u202E", "\\ud800", "\"\":", "[[[", "\"address_type\":7", "\"address_type\":\"\"", new string('x', 2000)])
            Assert.Contains(addresses, address => address.Contains(hostile, StringComparison.Ordinal));
        Assert.Contains(addresses, address => address.EnumerateRunes().Contains(Rune.ReplacementChar)); // half a character
    }
}
