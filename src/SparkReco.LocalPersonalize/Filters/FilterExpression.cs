using System.Globalization;

namespace SparkReco.LocalPersonalize.Filters;

/// <summary>What a filter keeps or leaves out. Of several clauses an item must satisfy each.</summary>
/// <param name="Clauses">The clauses, which the expression has <c>|</c> between.</param>
internal sealed record FilterExpression(IReadOnlyList<FilterClause> Clauses)
{
    /// <summary>The names of the values that a request must give.</summary>
    public IReadOnlySet<string> Placeholders =>
        Clauses
            .SelectMany(clause => (Condition?[])[clause.Where, clause.If])
            .SelectMany(condition => condition?.Comparisons ?? [])
            .SelectMany(comparison => comparison.Values)
            .OfType<PlaceholderValue>()
            .Select(value => value.Name)
            .ToHashSet();

    /// <summary>The columns that it looks at, each as <c>Items.CATEGORY</c>.</summary>
    public IReadOnlySet<string> Fields =>
        Clauses
            .SelectMany(clause => (Condition?[])[clause.Where, clause.If])
            .SelectMany(condition => condition?.Comparisons ?? [])
            .Select(comparison => $"{comparison.Dataset}.{comparison.Field}")
            .ToHashSet();
}

/// <summary>One clause.</summary>
/// <param name="IsExclude">Whether it leaves out what satisfies the condition, rather than what does not.</param>
/// <param name="Dataset">Whose columns the condition looks at: Items, Interactions or Users.</param>
/// <param name="Where">The condition.</param>
/// <param name="If">What the user must satisfy for the clause to count.</param>
internal sealed record FilterClause(bool IsExclude, string Dataset, Condition Where, Condition? If);

/// <summary>A condition on the columns of one row.</summary>
internal abstract record Condition
{
    public abstract IEnumerable<Comparison> Comparisons { get; }

    /// <param name="column">The value of a column of the row; null where there is none.</param>
    /// <param name="resolve">The values that a value of the expression stands for.</param>
    public abstract bool Holds(Func<string, string?> column, Func<FilterValue, IReadOnlyList<string>> resolve);
}

/// <summary>All conditions, or at least one.</summary>
internal sealed record Combination(bool NeedsAll, IReadOnlyList<Condition> Parts) : Condition
{
    public override IEnumerable<Comparison> Comparisons => Parts.SelectMany(part => part.Comparisons);

    public override bool Holds(Func<string, string?> column, Func<FilterValue, IReadOnlyList<string>> resolve) =>
        NeedsAll ? Parts.All(part => part.Holds(column, resolve)) : Parts.Any(part => part.Holds(column, resolve));
}

/// <summary>A column compared with values. Of a column with several values, joined by <c>|</c>, one is enough.</summary>
internal sealed record Comparison(string Dataset, string Field, string Operator, IReadOnlyList<FilterValue> Values) : Condition
{
    private const string Any = "*";

    public override IEnumerable<Comparison> Comparisons => [this];

    public override bool Holds(Func<string, string?> column, Func<FilterValue, IReadOnlyList<string>> resolve)
    {
        if (column(Field) is not { } value)
            return Operator is "NOT IN" or "!=";
        return Operator switch
        {
            "IN" or "=" => IsOneOf(value, resolve),
            "NOT IN" or "!=" => !IsOneOf(value, resolve),
            _ => Values.SelectMany(resolve).Any(bound => IsInRange(value, bound)),
        };
    }

    private bool IsOneOf(string value, Func<FilterValue, IReadOnlyList<string>> resolve)
    {
        foreach (var wanted in Values.SelectMany(resolve))
        {
            if (wanted == Any || AreEqual(value, wanted))
                return true;
            if (value.Contains('|') && value.Split('|').Contains(wanted))
                return true;
        }

        return false;
    }

    private bool IsInRange(string value, string bound)
    {
        if (Number(value) is not { } left || Number(bound) is not { } right)
            return false;
        return Operator switch
        {
            "<" => left < right,
            "<=" => left <= right,
            ">" => left > right,
            _ => left >= right,
        };
    }

    private static bool AreEqual(string one, string other) => one == other || (Number(one) is { } left && left == Number(other));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What stands on the right of a comparison.</summary>
internal abstract record FilterValue;

/// <summary>A value that the expression has itself.</summary>
internal sealed record LiteralValue(string Text) : FilterValue;

/// <summary>Values that come with the request.</summary>
internal sealed record PlaceholderValue(string Name) : FilterValue;

/// <summary>The values of a column of the user for whom the list is.</summary>
internal sealed record CurrentUserValue(string Field) : FilterValue;
