using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider;

/// <summary>The state of a user, such as <c>CONFIRMED</c>.</summary>
/// <remarks>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html</remarks>
public class UserStatusType(string value) : ConstantClass(value)
{
    public static implicit operator UserStatusType(string value) => FindValue<UserStatusType>(value);
}
