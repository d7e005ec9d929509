namespace PostConfirmation.EndToEndTests.Support;

/// <summary>Run alone, as these tests measure time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone : ICollectionFixture<EmulatorFixture>;
