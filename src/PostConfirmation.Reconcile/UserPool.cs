using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;

namespace PostConfirmation.Reconcile;

/// <param name="Next">The token of the page after it, or null.</param>
internal sealed record UserPage(IReadOnlyList<PoolUser> Users, string? Next);

/// <summary>The users of the pool, a page at a time.</summary>
internal sealed class UserPool(IAmazonCognitoIdentityProvider cognito, string id, RetryingCall calls)
{
    /// <summary>Cognito's maximum.</summary>
    private const int PageSize = 60;

    /// <exception cref="RunStoppedException">Cognito refuses the token. It does not document how long one is valid.</exception>
    public async Task<UserPage> ListAsync(string? token, CancellationToken stop)
    {
        try
        {
            // All attributes: when asked for some, Cognito refuses a page on which a user lacks one of them.
            return await AskAsync(new() { UserPoolId = id, Limit = PageSize, PaginationToken = token }, stop);
        }
        catch (InvalidParameterException e) when (token is not null)
        {
            throw RunStoppedException.TokenRefused(e);
        }
    }

    /// <param name="sub">A GUID, so that nothing in it needs an escape in a filter.</param>
    public async Task<PoolUser?> FindAsync(string sub, CancellationToken stop) =>
        (await AskAsync(new() { UserPoolId = id, Limit = 1, Filter = $"sub = \"{sub}\"" }, stop)).Users
            .SingleOrDefault(user => user.Sub == sub);

    private async Task<UserPage> AskAsync(ListUsersRequest request, CancellationToken stop)
    {
        var answer = await calls.RunAsync("ListUsers", token => cognito.ListUsersAsync(request, token), stop);
        var users = (answer.Users ?? []).Select(user => PoolUser.From(id, user));
        return new([.. users], answer.PaginationToken);
    }
}
