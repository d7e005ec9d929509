using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace PostConfirmation.SimulationTests.Model;

/// <summary>DynamoDB's expressions, as far as anything here uses them; the rest is refused.</summary>
internal static class Expressions
{
    public static bool Holds(string? condition, Item? item, Item? values) =>
        condition is null || condition.Split(" AND ").All(term => HoldsTerm(term, item, values));

    /// <returns>A new item; the old one is not changed.</returns>
    public static Item Update(string expression, Item item, Item? values)
    {
        var changed = new Item(item);
        switch (expression.Split([' ', '.']))
        {
            case ["REMOVE", var name]:
                changed.Remove(name);
                break;
            case ["SET", var map, var name, "=", var value]:
                changed[map] = new() { M = new(item[map].M) { [name] = values![value] } };
                break;
            default:
                throw new NotSupportedException(expression);
        }

        return changed;
    }

    private static bool HoldsTerm(string term, Item? item, Item? values) => term.Split(['(', ')', ' ']) switch
    {
        ["attribute_not_exists", var name, ""] => item?.ContainsKey(name) != true,
        ["attribute_exists", var name, ""] => item?.ContainsKey(name) == true,
        [var name, "=", var value] => item?.TryGetValue(name, out var found) == true && found.S == values![value].S,
        _ => throw new NotSupportedException(term),
    };
}
