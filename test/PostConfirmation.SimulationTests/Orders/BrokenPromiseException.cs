namespace PostConfirmation.SimulationTests.Orders;

internal sealed class BrokenPromiseException(string message) : Exception(message);
