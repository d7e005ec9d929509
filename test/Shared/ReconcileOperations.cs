namespace PostConfirmation.Tests.Shared;

internal static class ReconcileOperations
{
    /// <summary>The operations without which a run of Reconcile cannot go on, as arguments of a theory.</summary>
    public static IEnumerable<object[]> All { get; } =
    [
        ["ListUsers"], ["GetGroup"], ["DescribeTable"], ["BatchGetItem"], ["AdminAddUserToGroup"], ["PutItem"], ["UpdateItem"],
    ];
}
