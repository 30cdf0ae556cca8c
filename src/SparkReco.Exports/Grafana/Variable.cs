namespace SparkReco.Exports.Grafana;

/// <summary>What may be chosen on a dashboard: what a query says, or words of a list.</summary>
/// <param name="Name">The variable's name in queries.</param>
/// <param name="Label">Its name for people.</param>
internal sealed record Variable(string Name, string Label)
{
    /// <summary>The query for the choices, in the data source's words; the first is chosen where nobody chose.</summary>
    public string? Query { get; init; }

    /// <summary>The choices where they are a list, each with its text; the first is chosen where nobody chose.</summary>
    public IReadOnlyList<(string Text, string Value)> Choices { get; init; } = [];

    /// <summary>Whether others can be typed in.</summary>
    public bool TakesOthers { get; init; }

    /// <summary>The variable as Grafana's classic model has it.</summary>
    public object Model(GrafanaExport export) =>
        Query is { } query
            ? new
            {
                Type = "query",
                Name,
                Label,
                Datasource = export.SourceReference,
                Query = export.VariableQuery(query),
                Refresh = 1,
                Sort = 0,
                Multi = false,
                IncludeAll = false,
                AllowCustomValue = TakesOthers,
            }
            : new
            {
                Type = "custom",
                Name,
                Label,
                Query = string.Join(", ", Choices.Select(choice => $"{choice.Text} : {choice.Value}")),
                Current = Option(Choices[0], isSelected: true),
                Options = Choices.Select((choice, index) => Option(choice, index == 0)),
                Multi = false,
                IncludeAll = false,
            };

    private static object Option((string Text, string Value) choice, bool isSelected) =>
        new
        {
            choice.Text,
            choice.Value,
            Selected = isSelected,
        };
}
