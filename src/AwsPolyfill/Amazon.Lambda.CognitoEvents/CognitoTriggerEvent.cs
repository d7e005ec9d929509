using System.Text.Json.Serialization;

namespace Amazon.Lambda.CognitoEvents;

/// <summary>What every user pool trigger is called with and answers with.</summary>
/// <remarks>https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html</remarks>
public abstract class CognitoTriggerEvent<TRequest, TResponse>
    where TRequest : CognitoTriggerRequest, new()
    where TResponse : CognitoTriggerResponse, new()
{
    [JsonPropertyName("version")]
    public string? Version { get; set; }

    [JsonPropertyName("region")]
    public string? Region { get; set; }

    [JsonPropertyName("userPoolId")]
    public string? UserPoolId { get; set; }

    /// <summary>1–128 characters; a UUID in pools where users sign in with an e-mail address or phone number.</summary>
    [JsonPropertyName("userName")]
    public string? UserName { get; set; }

    [JsonPropertyName("callerContext")]
    public CognitoTriggerCallerContext? CallerContext { get; set; } = new();

    /// <summary>Which operation called the trigger, such as <c>PostConfirmation_ConfirmSignUp</c>.</summary>
    [JsonPropertyName("triggerSource")]
    public string? TriggerSource { get; set; }

    [JsonPropertyName("request")]
    public TRequest? Request { get; set; } = new();

    /// <summary>Required in the answer, even if it is empty.</summary>
    [JsonPropertyName("response")]
    public TResponse? Response { get; set; } = new();
}

/// <summary>Who called the user pool.</summary>
public class CognitoTriggerCallerContext
{
    [JsonPropertyName("awsSdkVersion")]
    public string? AwsSdkVersion { get; set; }

    /// <summary>The app client; null if an administrator's call fired the trigger.</summary>
    [JsonPropertyName("clientId")]
    public string? ClientId { get; set; }
}

/// <summary>The part of a trigger's event that differs by trigger.</summary>
public abstract class CognitoTriggerRequest
{
    /// <summary>The user's attributes, each a string of at most 2,048 characters.</summary>
    [JsonPropertyName("userAttributes")]
    public Dictionary<string, string>? UserAttributes { get; set; } = [];
}

/// <summary>The part of a trigger's answer that differs by trigger.</summary>
public abstract class CognitoTriggerResponse;
