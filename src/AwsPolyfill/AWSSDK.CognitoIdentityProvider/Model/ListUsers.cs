using Amazon.Runtime;

namespace Amazon.CognitoIdentityProvider.Model;

public class ListUsersRequest : AmazonCognitoIdentityProviderRequest
{
    /// <summary>One condition, such as <c>sub = "…"</c>; quotes and backslashes in the value are escaped with a backslash.</summary>
    public string? Filter { get; set; }

    /// <summary>Users a page, 0–60; 60 by default.</summary>
    public int? Limit { get; set; }

    /// <summary>The token from the page before; null for the first page.</summary>
    public string? PaginationToken { get; set; }

    public string? UserPoolId { get; set; }
}

public class ListUsersResponse : AmazonWebServiceResponse
{
    /// <summary>Null on the last page.</summary>
    public string? PaginationToken { get; set; }

    /// <summary>Null where the answer has none.</summary>
    public List<UserType>? Users { get; set; }
}

public class UserType
{
    /// <summary>Null where the answer has none.</summary>
    public List<AttributeType>? Attributes { get; set; }

    public bool? Enabled { get; set; }

    /// <summary>In UTC.</summary>
    public DateTime? UserCreateDate { get; set; }

    public string? Username { get; set; }

    public UserStatusType? UserStatus { get; set; }
}

public class AttributeType
{
    public string? Name { get; set; }

    public string? Value { get; set; }
}
