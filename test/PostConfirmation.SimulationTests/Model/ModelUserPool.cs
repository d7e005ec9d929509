using System.Globalization;
using Amazon.CognitoIdentityProvider.Model;

namespace PostConfirmation.SimulationTests.Model;

/// <summary>A user pool with one group: who is there, and who is a member.</summary>
internal sealed class ModelUserPool
{
    private const int MaxPage = 60;

    private readonly List<User> users = [];
    private readonly HashSet<string> names = [];
    private readonly HashSet<string> members = [];

    public int Members => members.Count;

    public void Add(User user)
    {
        users.Add(user);
        names.Add(user.Name);
    }

    public bool IsMember(string name) => members.Contains(name);

    public AdminAddUserToGroupResponse AddToGroup(AdminAddUserToGroupRequest request)
    {
        if (!names.Contains(request.Username!))
            throw Errors.UserNotFound;
        if (request.GroupName != Some.Group)
            throw Errors.GroupNotFound;
        members.Add(request.Username!); // a member already: no error
        return new();
    }

    public ListUsersResponse List(ListUsersRequest request)
    {
        if (request.Filter is not null)
            return new() { Users = [.. users.Where(user => request.Filter == $"sub = \"{user.Sub}\"").Select(user => user.Listed)] };

        var from = int.Parse(request.PaginationToken ?? "0", CultureInfo.InvariantCulture);
        var page = users.Skip(from).Take(Math.Min(request.Limit ?? MaxPage, MaxPage)).Select(user => user.Listed).ToList();
        var next = from + page.Count;
        return new() { Users = page, PaginationToken = next < users.Count ? next.ToString(CultureInfo.InvariantCulture) : null };
    }

    public static GetGroupResponse Get(GetGroupRequest request) =>
        request.GroupName == Some.Group ? new() : throw Errors.GroupNotFound;

    public DescribeUserPoolResponse Describe(DescribeUserPoolRequest request) =>
        new() { UserPool = new() { EstimatedNumberOfUsers = users.Count } };
}
