using System.Text.Json.Serialization;
using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>How the rows lie in the files. <see cref="Auto"/> decides by the file's extension, with or without that of a compression.</summary>
public enum SourceFormat
{
    Auto,

    /// <summary>JSON objects: one a line, one after another, or the elements of an array.</summary>
    JsonLines,

    /// <summary>JSON objects as DynamoDB exports them: <c>{"Item":{"user_id":{"S":"u1"}}}</c>.</summary>
    DynamoDb,
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

    /// <summary>Whether the first row of CSV names the columns. Without a header and <see cref="Columns"/> they are named by their places: 1, 2, 3.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The lines at the beginning of each file of text that are no rows.</summary>
    public int SkipLines { get; init; }

    /// <summary>The encoding of text by its IANA name; null is UTF-8, and UTF-16 where a byte order mark says so.</summary>
    public string? Encoding { get; init; }

    /// <summary>A file with the SHA-256 that each file must have, in the format of <c>sha256sum</c>.</summary>
    public string? Checksums { get; init; }

    /// <summary>The delimiter of CSV; null means a tab for <c>.tsv</c> and a comma for all other files.</summary>
    public string? Delimiter { get; init; }

    /// <summary>The character around fields of CSV that hold delimiters; null is none.</summary>
    public char? Quote { get; init; } = '"';

    /// <summary>The character of CSV that takes its meaning from the next one; null is none.</summary>
    public char? Escape { get; init; }

    /// <summary>Whether rows without an id that are equal are rows of their own.</summary>
    public bool KeepsRepeats { get; init; }

    /// <summary>A longer line is skipped and becomes a row with a problem.</summary>
    public int MaxLineBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>What rows must have in columns, by the column's name. Others are left out, and counted apart.</summary>
    public IReadOnlyDictionary<string, RowCondition> Where { get; init; } = new Dictionary<string, RowCondition>();

    /// <summary>How fields are filled, by the field's name. A field without an entry takes the column of its own name or an alias.</summary>
    public IReadOnlyDictionary<string, FieldMapping> Fields { get; init; } = new Dictionary<string, FieldMapping>();
}

/// <summary>The files of a path that are read, and what to tell of the others.</summary>
/// <param name="Files">The files.</param>
/// <param name="LeftOut">What to tell; null for nothing.</param>
/// <param name="WhenNone">What to tell where there is no file to read.</param>
public sealed record FileChoice(IReadOnlyList<StoredFile> Files, string? LeftOut, string WhenNone);
