using System.Globalization;
using Amazon.CognitoIdentityProvider.Model;

namespace PostConfirmation.Reconcile.Tests;

/// <summary>Users as a pool lists them; the sub comes first.</summary>
internal static class SomeUser
{
    public static readonly DateTime Created = new(2024, 2, 29, 12, 30, 45, 678, DateTimeKind.Utc);

    public static UserType With(int number = 1, string status = "CONFIRMED", bool enabled = true, params (string Name, string Value)[] attributes) => new()
    {
        Username = $"name-{number}",
        UserStatus = status,
        Enabled = enabled,
        UserCreateDate = Created,
        Attributes =
        [
            new() { Name = "sub", Value = Sub(number) },
            new() { Name = "email", Value = $"{number}@example.com" },
            .. attributes.Select(attribute => new AttributeType { Name = attribute.Name, Value = attribute.Value }),
        ],
    };

    public static string SubOf(UserType user) => user.Attributes![0].Value!;

    public static string Sub(int number) => $"00000000-0000-0000-0000-{number.ToString("D12", CultureInfo.InvariantCulture)}";
}
