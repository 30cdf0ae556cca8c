using SparkReco.Models;

namespace SparkReco.Exports.QuickSight;

/// <summary>A visual of a sheet over the columns of one data set.</summary>
/// <param name="Id">Its id in the sheet.</param>
/// <param name="Title">The heading.</param>
/// <param name="DataSet">The data set, by the name of its table.</param>
internal abstract record Visual(string Id, string Title, string DataSet)
{
    /// <summary>How many of the 36 columns of the page it takes.</summary>
    public int Width { get; init; } = 36;

    /// <summary>How many rows of the page it takes.</summary>
    public int Height { get; init; } = 12;

    /// <summary>The metric that it is about alone; null for all.</summary>
    public string? Metric { get; init; }

    /// <summary>The visual as the service takes it.</summary>
    public abstract object Model();

    /// <summary>The heading as the service takes it.</summary>
    private protected object Heading => new { Visibility = "VISIBLE", FormatText = new { PlainText = Title } };

    /// <summary>A column of the data set.</summary>
    private protected object ColumnOf(string column) => DataSets.ColumnOf(DataSet, column);

    private protected string FieldId(string column) => $"{Id}.{column}";

    private protected object Dimension(string column) =>
        DataSets.TypeOf(DataSet, column) switch
        {
            ColumnType.Date => new
            {
                DateDimensionField = new
                {
                    FieldId = FieldId(column),
                    Column = ColumnOf(column),
                    DateGranularity = "DAY",
                },
            },
            ColumnType.String => new { CategoricalDimensionField = new { FieldId = FieldId(column), Column = ColumnOf(column) } },
            _ => new { NumericalDimensionField = new { FieldId = FieldId(column), Column = ColumnOf(column) } },
        };

    /// <summary>A value of each row: filters leave one row for each place of the visual.</summary>
    private protected object Measure(string column) =>
        new
        {
            NumericalMeasureField = new
            {
                FieldId = FieldId(column),
                Column = ColumnOf(column),
                AggregationFunction = new { SimpleNumericalAggregation = "SUM" },
            },
        };
}

/// <summary>A table with rows as they are.</summary>
internal sealed record TableVisual(string Id, string Title, string DataSet, params IReadOnlyList<string> Columns) : Visual(Id, Title, DataSet)
{
    /// <inheritdoc/>
    public override object Model() =>
        new
        {
            TableVisual = new
            {
                VisualId = Id,
                Title = Heading,
                ChartConfiguration = new
                {
                    FieldWells = new
                    {
                        TableUnaggregatedFieldWells = new
                        {
                            Values = Columns.Select(column => new { FieldId = FieldId(column), Column = ColumnOf(column) }),
                        },
                    },
                },
            },
        };
}

/// <summary>Bars, one for each value of a column.</summary>
internal sealed record BarVisual(string Id, string Title, string DataSet, string Over, params IReadOnlyList<string> Values)
    : Visual(Id, Title, DataSet)
{
    /// <inheritdoc/>
    public override object Model() =>
        new
        {
            BarChartVisual = new
            {
                VisualId = Id,
                Title = Heading,
                ChartConfiguration = new
                {
                    FieldWells = new { BarChartAggregatedFieldWells = new { Category = new[] { Dimension(Over) }, Values = Values.Select(Measure) } },
                    Orientation = "HORIZONTAL",
                    BarsArrangement = "CLUSTERED",
                },
            },
        };
}

/// <summary>Lines over run dates.</summary>
internal sealed record LineVisual(string Id, string Title, string DataSet, params IReadOnlyList<string> Values) : Visual(Id, Title, DataSet)
{
    /// <summary>The column whose values are lines of their own.</summary>
    public string? Colors { get; init; }

    /// <inheritdoc/>
    public override object Model() =>
        new
        {
            LineChartVisual = new
            {
                VisualId = Id,
                Title = Heading,
                ChartConfiguration = new
                {
                    FieldWells = new
                    {
                        LineChartAggregatedFieldWells = new
                        {
                            Category = new[] { Dimension(LakeTable.RunDate.Name) },
                            Values = Values.Select(Measure),
                            Colors = Colors is null ? null : new[] { Dimension(Colors) },
                        },
                    },
                    Type = "LINE",
                },
            },
        };
}
