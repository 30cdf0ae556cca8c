namespace SparkReco.LocalPersonalize.Filters;

/// <summary>A text is no filter expression, or the values for it don't fit.</summary>
internal sealed class FilterException(string message) : Exception(message);
