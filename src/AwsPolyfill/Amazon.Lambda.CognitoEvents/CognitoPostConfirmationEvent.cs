using System.Text.Json.Serialization;

namespace Amazon.Lambda.CognitoEvents;

/// <summary>Sent after a user confirmed a sign-up, and after a password reset.</summary>
/// <remarks>https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html</remarks>
public class CognitoPostConfirmationEvent : CognitoTriggerEvent<CognitoPostConfirmationRequest, CognitoPostConfirmationResponse>;

public class CognitoPostConfirmationRequest : CognitoTriggerRequest
{
    /// <summary>Anything that the caller of the confirmation sent, so no decision may depend on it.</summary>
    [JsonPropertyName("clientMetadata")]
    public Dictionary<string, string>? ClientMetadata { get; set; } = [];
}

/// <summary>Empty: the trigger decides nothing, the user is confirmed already.</summary>
public class CognitoPostConfirmationResponse : CognitoTriggerResponse;
