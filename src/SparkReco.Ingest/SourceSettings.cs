using System.Text.Json.Serialization;
using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>How the rows lie in the files. <see cref="Auto"/> decides by the file's extension, with or without <c>.gz</c>.</summary>
public enum SourceFormat
{
    Auto,
    JsonLines,
    Csv,
    Parquet,
}

/// <summary>Where one raw table comes from.</summary>
public sealed record SourceSettings
{
    /// <summary>The name of this source in the configuration, for messages: <c>sources.events</c>.</summary>
    public string Key { get; init; } = "source";

    /// <summary>Files, folders (read recursively) and globs (<c>*</c>, <c>?</c>, <c>**</c>), relative to the configuration's folder.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Which of the files that a path names are read; null is all of them.</summary>
    [JsonIgnore]
    public Func<IReadOnlyList<StoredFile>, FileChoice>? Choose { get; init; }

    public SourceFormat Format { get; init; } = SourceFormat.Auto;

    /// <summary>The columns of CSV without a header, in their order; null where the files have one.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>A file with the SHA-256 that each file must have, in the format of <c>sha256sum</c>.</summary>
    public string? Checksums { get; init; }

    /// <summary>The delimiter of CSV; null means a tab for <c>.tsv</c> and a comma for all other files.</summary>
    public char? Delimiter { get; init; }

    public char Quote { get; init; } = '"';

    /// <summary>Whether rows without an id that are equal are rows of their own.</summary>
    public bool KeepsRepeats { get; init; }

    /// <summary>A longer line is skipped and becomes a row with a problem.</summary>
    public int MaxLineBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How fields are filled, by the field's name. A field without an entry takes the column of its own name or an alias.</summary>
    public IReadOnlyDictionary<string, FieldMapping> Fields { get; init; } = new Dictionary<string, FieldMapping>();
}

/// <summary>The files of a path that are read, and what to tell of the others.</summary>
/// <param name="Files">The files.</param>
/// <param name="LeftOut">What to tell; null for nothing.</param>
/// <param name="WhenNone">What to tell where there is no file to read.</param>
public sealed record FileChoice(IReadOnlyList<StoredFile> Files, string? LeftOut, string WhenNone);

/// <summary>
/// How one field is filled: first a text from exactly one of <see cref="Column"/>, <see cref="Constant"/> and <see cref="Join"/>
/// (none of them: the field's own column), then <see cref="Values"/>, then <see cref="PlusDays"/>.
/// </summary>
public sealed record FieldMapping
{
    /// <summary>The source column. In JSON a dotted name reads a nested property when no property has the exact name.</summary>
    public string? Column { get; init; }

    public string? Constant { get; init; }

    /// <summary>Columns whose texts are joined by <see cref="Separator"/>. When one of them is null, the field is null.</summary>
    public IReadOnlyList<string>? Join { get; init; }

    public string Separator { get; init; } = "";

    /// <summary>Replacements by exact text. A text that is not listed becomes <see cref="Otherwise"/>, or stays when that is null.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    public string? Otherwise { get; init; }

    /// <summary>
    /// A column with a whole number of days that is added to the field's date (yyyy-MM-dd). The result is <c>yyyy-MM-ddT00:00:00Z</c>;
    /// when one part cannot be read, it is the text <c>BASE + X days</c>, which no rule takes for a date.
    /// </summary>
    public string? PlusDays { get; init; }
}
