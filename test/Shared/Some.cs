using System.Text;
using Amazon.Lambda.CognitoEvents;

namespace PostConfirmation.Tests.Shared;

/// <summary>Values that do not matter to a test.</summary>
internal static class Some
{
    public const string Sub = "f0a1b2c3-4d5e-6f70-8192-a3b4c5d6e7f8";
    public const string UserName = "maria";
    public const string UserPoolId = "eu-central-1_EXAMPLE01";
    public const string Email = "maria@example.com";
    public const string Table = "users";
    public const string Group = "customers";
    public const string RequestId = "8f7a1c1e-0f0e-4a54-9e7e-3f6f0a9be7d1";

    public static readonly DateTimeOffset Now = new(2026, 11, 21, 20, 16, 5, 123, TimeSpan.Zero);

    public static Settings Settings { get; } = new(Table, Group, AllowUnverifiedUsers: false);

    public static CognitoPostConfirmationEvent Event(
        string triggerSource = Eligibility.ConfirmSignUp, params (string Name, string Value)[] attributes)
    {
        var input = new CognitoPostConfirmationEvent
        {
            UserPoolId = UserPoolId,
            UserName = UserName,
            TriggerSource = triggerSource,
            Request = new()
            {
                UserAttributes = new()
                {
                    ["sub"] = Sub,
                    ["cognito:user_status"] = "CONFIRMED",
                    ["email_verified"] = "true",
                    ["email"] = Email,
                },
            },
        };
        foreach (var (name, value) in attributes)
            input.Request.UserAttributes[name] = value;
        return input;
    }

    public static UserIdentity User(params (string Name, string Value)[] attributes) =>
        UserIdentity.From(Event(attributes: attributes));

    public static string RecordedEvent(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events", $"{name}.json"));

    public static CognitoPostConfirmationEvent Read(string json)
    {
        using var payload = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return new EventSerializer().Deserialize<CognitoPostConfirmationEvent>(payload);
    }

    public static string Write(CognitoPostConfirmationEvent answer)
    {
        using var payload = new MemoryStream();
        new EventSerializer().Serialize(answer, payload);
        return Encoding.UTF8.GetString(payload.ToArray());
    }
}
