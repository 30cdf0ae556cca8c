namespace SparkReco.Exports.Grafana;

/// <summary>A dashboard: what may be chosen, and panels from left to right and from top to bottom.</summary>
/// <param name="Name">The name of its file, and the end of its uid, by which links and bookmarks find it for ever.</param>
/// <param name="Title">Its title.</param>
/// <param name="Variables">What may be chosen, each after what its choices depend on.</param>
/// <param name="Panels">The panels.</param>
internal sealed record Dashboard(string Name, string Title, IReadOnlyList<Variable> Variables, IReadOnlyList<Panel> Panels)
{
    /// <summary>The columns of a page in Grafana.</summary>
    private const int PageWidth = 24;

    /// <summary>The version of the classic model that is written; Grafana brings it to its own.</summary>
    private const int SchemaVersion = 39;

    /// <summary>The dashboard as Grafana's classic model has it.</summary>
    public string Text(GrafanaExport export) =>
        ExportJson.CamelCase(
            new
            {
                Uid = $"sparkreco-{Name}",
                Title = $"SparkReco: {Title}",
                Tags = new[] { "sparkreco" },
                Timezone = "utc",
                Editable = true,
                GraphTooltip = 1,
                SchemaVersion,
                Time = new { From = "now-1y", To = "now" },
                Links = new[]
                {
                    new
                    {
                        Title = "SparkReco",
                        Type = "dashboards",
                        Tags = new[] { "sparkreco" },
                        Icon = "",
                        Tooltip = "",
                        AsDropdown = false,
                        IncludeVars = true,
                        KeepTime = false,
                        TargetBlank = false,
                    },
                },
                Templating = new { List = Variables.Select(variable => variable.Model(export)) },
                Panels = Place().Select((place, index) => ModelOf(place.Panel, index + 1, place.X, place.Y, export)),
            }
        );

    /// <summary>Panels beside each other while there is room.</summary>
    private IEnumerable<(Panel Panel, int X, int Y)> Place()
    {
        int x = 0,
            y = 0,
            height = 0;
        foreach (var panel in Panels)
        {
            if (x + panel.Width > PageWidth)
                (x, y, height) = (0, y + height, 0);
            yield return (panel, x, y);
            (x, height) = (x + panel.Width, Math.Max(height, panel.Height));
        }
    }

    private static object ModelOf(Panel panel, int id, int x, int y, GrafanaExport export) =>
        new
        {
            Id = id,
            panel.Type,
            panel.Title,
            panel.Description,
            Datasource = export.SourceReference,
            GridPos = new
            {
                H = panel.Height,
                W = panel.Width,
                X = x,
                Y = y,
            },
            Targets = new[] { export.Target("A", panel.Query) },
            FieldConfig = new
            {
                Defaults = new
                {
                    panel.Unit,
                    panel.Mappings,
                    panel.Custom,
                },
                panel.Overrides,
            },
            panel.Options,
            panel.Transformations,
        };
}
