using System.Text.RegularExpressions;
using SparkReco.LocalPersonalize.Data;

namespace SparkReco.LocalPersonalize.Filters;

/// <summary>A filter for one request: with its values, and for its user.</summary>
internal sealed partial class FilterRun
{
    // Of each kind of event the service looks at the latest of a user only.
    private const int LatestOfEachType = 100;

    private readonly List<Func<string, bool>> _tests = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _values;
    private readonly GroupData _data;
    private readonly string? _user;

    /// <param name="filter">The filter.</param>
    /// <param name="values">The values of its placeholders, as requests write them: <c>"a","b"</c>.</param>
    /// <param name="data">What it looks at.</param>
    /// <param name="user">For whom the list is; null where it is for nobody.</param>
    /// <param name="history">What the user did.</param>
    /// <exception cref="FilterException">A placeholder has no value, or a value has no placeholder.</exception>
    public FilterRun(
        FilterExpression filter,
        IReadOnlyDictionary<string, string> values,
        GroupData data,
        string? user,
        IReadOnlyList<Happening> history
    )
    {
        string[] missing = [.. filter.Placeholders.Where(name => !values.ContainsKey(name)).Order(StringComparer.Ordinal)];
        if (missing.Length > 0)
            throw new FilterException($"Missing values for the filter's placeholders: {string.Join(", ", missing)}");
        string[] unknown = [.. values.Keys.Where(name => !filter.Placeholders.Contains(name)).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
            throw new FilterException($"The filter has no placeholders of the names: {string.Join(", ", unknown)}");
        _values = values.ToDictionary(entry => entry.Key, entry => ReadValues(entry.Value));
        _data = data;
        _user = user;
        foreach (var clause in filter.Clauses.Where(Counts))
            _tests.Add(TestOf(clause, history));
    }

    /// <summary>Whether the filter keeps an item, or a user where the list is one of users.</summary>
    public bool Keeps(string id)
    {
        foreach (var test in _tests)
        {
            if (!test(id))
                return false;
        }

        return true;
    }

    private bool Counts(FilterClause clause) => clause.If is null || clause.If.Holds(column => UserValue(column), Resolve);

    private Func<string, bool> TestOf(FilterClause clause, IReadOnlyList<Happening> history)
    {
        if (clause.Dataset == "Interactions")
        {
            var items = history
                .Reverse()
                .GroupBy(happening => happening.Type)
                .SelectMany(ofType => ofType.Take(LatestOfEachType))
                .Where(happening => clause.Where.Holds(happening.Text, Resolve))
                .Select(happening => happening.Item)
                .ToHashSet();
            return id => items.Contains(id) != clause.IsExclude;
        }

        var entities = clause.Dataset == "Users" ? _data.Users : _data.Items;
        return id => clause.Where.Holds(column => entities?.Value(id, column), Resolve) != clause.IsExclude;
    }

    private IReadOnlyList<string> Resolve(FilterValue value) =>
        value switch
        {
            LiteralValue literal => [literal.Text],
            PlaceholderValue placeholder => _values[placeholder.Name],
            CurrentUserValue user => UserValue(user.Field)?.Split('|') ?? [],
            _ => [],
        };

    private string? UserValue(string column) => _user is null ? null : _data.Users?.Value(_user, column);

    /// <summary>Texts in quotes with commas between, or one value without quotes.</summary>
    private static IReadOnlyList<string> ReadValues(string text)
    {
        if (!text.Contains('"'))
            return [.. text.Split(',', StringSplitOptions.TrimEntries)];
        return [.. Quoted().Matches(text).Select(match => match.Groups["text"].Value.Replace("\\\"", "\"", StringComparison.Ordinal))];
    }

    [GeneratedRegex(@"""(?<text>(?:[^""\\]|\\.)*)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();
}
