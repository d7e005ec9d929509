using System.Reflection;

namespace PostConfirmation.SimulationTests.Model;

/// <summary>An interface of AWS's, whichever members it has: each call goes to one method, by name.</summary>
#pragma warning disable CA1852 // a proxy derives from it at run time
internal class Fake : DispatchProxy
#pragma warning restore CA1852
{
    private Func<string, object?[], object?> answer = null!;

    public static T Of<T>(Func<string, object?[], object?> answer)
        where T : class
    {
        var fake = Create<T, Fake>();
        ((Fake)(object)fake).answer = answer;
        return fake;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => answer(targetMethod!.Name, args!);
}
