using PostConfirmation.SimulationTests.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PostConfirmation.SimulationTests.Orders;

/// <summary>Another program that uses the table, at any time or never.</summary>
internal sealed class Bystander(Bystanders kind, User user, World world)
{
    private bool hasActed;

    public static IEnumerable<Bystander> All(World world) =>
        from user in world.Users
        from kind in Enum.GetValues<Bystanders>()
        where kind != Bystanders.Nobody && world.Scenario.Has(kind)
        select new Bystander(kind, user, world);

    public string State => $"{hasActed}";

    public bool CanAct => !hasActed && kind switch
    {
        Bystanders.Stranger => Record is null,
        _ => Record is not null,
    };

    private Item? Record => world.Table.VersionsOf(user) is [.., var last] ? last.Item : null;

    private Item Key => new() { ["PK"] = new($"USER#{user.Sub}"), ["SK"] = new($"USER#{user.Sub}") };

    public override string ToString() => $"{kind} of {user.Name}";

    public void Act()
    {
        hasActed = true;
        switch (kind)
        {
            case Bystanders.Shop:
                world.Tell($"the shop fills the cart of {user.Name}");
                world.Table.Update(
                    new() { Key = Key, UpdateExpression = "SET shopping_cart.apples = :some", ExpressionAttributeValues = new() { [":some"] = new("3") } },
                    author: null);
                break;
            case Bystanders.Stranger:
                world.Tell($"somebody else writes a record for {user.Name}");
                world.Table.Put(new() { Item = new(Key) { ["shopping_cart"] = new() { M = [] } } }, author: null);
                break;
            default:
                world.Tell($"somebody deletes the record of {user.Name}");
                world.Table.Delete(user);
                break;
        }
    }
}
