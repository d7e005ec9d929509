using System.Text.Json.Serialization;
using PostConfirmation.Local.Faults;

namespace PostConfirmation.Local.Page;

/// <summary>The chosen fault of a service, and for how many of its next calls it holds.</summary>
internal sealed record ServiceFault(FaultChoice Choice, int Calls)
{
    /// <summary>Until it is switched off.</summary>
    public const int Always = int.MaxValue;

    public static ServiceFault None { get; } = new(FaultChoice.None, 0);
}

/// <summary>The faults of a service that the page offers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultChoice>))]
internal enum FaultChoice
{
    None,
    Slow,
    Throttled,
    Denied,
    Error,
    Hangs,
    Cut,
    Lost,
}

internal static class FaultChoices
{
    private static readonly Fault HalfASecond = Fault.Late(TimeSpan.FromSeconds(0.5)) with { Name = "half a second late" };

    /// <summary>The same faults that the tests use.</summary>
    public static Fault? ToFault(this FaultChoice choice) => choice switch
    {
        FaultChoice.None => null,
        FaultChoice.Slow => HalfASecond,
        FaultChoice.Throttled => Fault.Throttled,
        FaultChoice.Denied => Fault.AccessDenied,
        FaultChoice.Error => Fault.InternalError,
        FaultChoice.Hangs => Fault.NoAnswer,
        FaultChoice.Cut => Fault.CutBefore,
        FaultChoice.Lost => Fault.CutAfter,
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };
}
