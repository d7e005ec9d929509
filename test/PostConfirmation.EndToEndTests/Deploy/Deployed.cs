using PostConfirmation.EndToEndTests.Support;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>With emulators of their own, as these tests keep a processor busy while the others mostly wait.</summary>
[CollectionDefinition(nameof(Deployed))]
public sealed class Deployed : ICollectionFixture<EmulatorFixture>;

/// <inheritdoc cref="Deployed"/>
[CollectionDefinition(nameof(Connected))]
public sealed class Connected : ICollectionFixture<EmulatorFixture>;

/// <inheritdoc cref="Deployed"/>
[CollectionDefinition(nameof(ConnectedWithFaults))]
public sealed class ConnectedWithFaults : ICollectionFixture<EmulatorFixture>;
