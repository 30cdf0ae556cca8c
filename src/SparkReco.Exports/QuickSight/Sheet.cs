namespace SparkReco.Exports.QuickSight;

/// <summary>A page of an analysis: what may be chosen, and visuals from left to right and from top to bottom.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name on the tab.</param>
/// <param name="Choices">What may be chosen.</param>
/// <param name="Visuals">The visuals.</param>
internal sealed record Sheet(string Id, string Name, IReadOnlyList<Choice> Choices, IReadOnlyList<Visual> Visuals)
{
    /// <summary>The columns of a page in QuickSight.</summary>
    private const int PageWidth = 36;

    /// <summary>The sheet as the service takes it.</summary>
    public object Model() =>
        new
        {
            SheetId = Id,
            Name,
            ContentType = "INTERACTIVE",
            FilterControls = Choices.Select(choice => choice.Control(Id)),
            Visuals = Visuals.Select(visual => visual.Model()),
            Layouts = new[] { new { Configuration = new { GridLayout = new { Elements = Place() } } } },
        };

    /// <summary>The filters of the sheet and of its visuals.</summary>
    public IEnumerable<object> Filters() =>
        Choices
            .Select(choice => choice.Group(Id))
            .Concat(
                from visual in Visuals
                where visual.Metric is not null
                select new Choice(visual.DataSet, "metric", "", visual.Metric!).GroupOf(Id, visual.Id)
            );

    /// <summary>Visuals beside each other while there is room.</summary>
    private IEnumerable<object> Place()
    {
        int x = 0,
            y = 0,
            height = 0;
        foreach (var visual in Visuals)
        {
            if (x + visual.Width > PageWidth)
                (x, y, height) = (0, y + height, 0);
            yield return new
            {
                ElementId = visual.Id,
                ElementType = "VISUAL",
                ColumnIndex = x,
                ColumnSpan = visual.Width,
                RowIndex = y,
                RowSpan = visual.Height,
            };
            (x, height) = (x + visual.Width, Math.Max(height, visual.Height));
        }
    }
}
