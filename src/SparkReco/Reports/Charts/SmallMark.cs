using System.Globalization;

namespace SparkReco.Reports.Charts;

/// <summary>A single mark that stands within text or a table: a disc that is filled, or a ring.</summary>
internal static class SmallMark
{
    /// <summary>The SVG element, a square of the size; without a hint it is for the eye alone.</summary>
    public static string Svg(int colour, bool isFilled, double radius, double size, string hint = "")
    {
        var middle = (size / 2).ToString("0.##", CultureInfo.InvariantCulture);
        var r = radius.ToString("0.##", CultureInfo.InvariantCulture);
        var box = size.ToString("0.##", CultureInfo.InvariantCulture);
        return $"<svg class=\"mark {ChartStyle.System(colour)}\" viewBox=\"0 0 {box} {box}\" width=\"{box}\" height=\"{box}\" aria-hidden=\"true\" xmlns=\"http://www.w3.org/2000/svg\">"
            + (hint.Length > 0 ? $"<title>{ChartText.Encode(hint)}</title>" : "")
            + $"<circle class=\"{(isFilled ? "filled" : "ring")}\" cx=\"{middle}\" cy=\"{middle}\" r=\"{r}\" /></svg>";
    }
}
