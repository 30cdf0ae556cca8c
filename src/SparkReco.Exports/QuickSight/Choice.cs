namespace SparkReco.Exports.QuickSight;

/// <summary>A filter on a column of a data set, which is chosen from a list above the sheet.</summary>
/// <param name="DataSet">The data set, by the name of its table.</param>
/// <param name="Column">The column.</param>
/// <param name="Title">What is chosen, for people.</param>
/// <param name="Value">What is chosen as long as nobody chose.</param>
internal sealed record Choice(string DataSet, string Column, string Title, string Value)
{
    /// <summary>The list above a sheet.</summary>
    public object Control(string sheet) =>
        new
        {
            Dropdown = new
            {
                FilterControlId = $"{Id(sheet)}-control",
                Title,
                SourceFilterId = Id(sheet),
                Type = "SINGLE_SELECT",
            },
        };

    /// <summary>The filter, on all visuals of a sheet that show the data set.</summary>
    public object Group(string sheet) => Of(Id(sheet), new { SheetId = sheet, Scope = "ALL_VISUALS" });

    /// <summary>The filter of one visual, which nobody chooses.</summary>
    public object GroupOf(string sheet, string visual) =>
        Of(
            $"{visual}-{Column}",
            new
            {
                SheetId = sheet,
                Scope = "SELECTED_VISUALS",
                VisualIds = new[] { visual },
            }
        );

    private string Id(string sheet) => $"{sheet}-{DataSet}-{Column}";

    private object Of(string id, object scope) =>
        new
        {
            FilterGroupId = $"{id}-group",
            Filters = new[]
            {
                new
                {
                    CategoryFilter = new
                    {
                        FilterId = id,
                        Column = DataSets.ColumnOf(DataSet, Column),
                        Configuration = new { FilterListConfiguration = new { MatchOperator = "CONTAINS", CategoryValues = new[] { Value } } },
                    },
                },
            },
            ScopeConfiguration = new { SelectedSheets = new { SheetVisualScopingConfigurations = new[] { scope } } },
            Status = "ENABLED",
            CrossDataset = "SINGLE_DATASET",
        };
}
