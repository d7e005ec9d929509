using PostConfirmation.EndToEndTests.Support;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer($"PostConfirmation.EndToEndTests.Support.{nameof(SharedFirst)}", "PostConfirmation.EndToEndTests")]

namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Starts the collections of many test classes first: they take longest, and the others fill the gaps.</summary>
public sealed class SharedFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.CollectionDefinition is null);
}
