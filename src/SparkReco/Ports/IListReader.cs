using Apache.Arrow;
using SparkReco.Storage;

namespace SparkReco.Ports;

/// <summary>How rows lie in the files of lists.</summary>
public enum FileForm
{
    /// <summary>Parquet.</summary>
    Parquet,

    /// <summary>CSV with a header; the delimiter is found.</summary>
    Csv,

    /// <summary>JSON, an object a line, as Amazon Personalize's batch output is.</summary>
    Json,
}

/// <summary>Files of this machine whose rows are one table.</summary>
/// <param name="Shown">The path as it was given.</param>
/// <param name="Form">How rows lie in them.</param>
/// <param name="Paths">The files.</param>
public sealed record TableFiles(string Shown, FileForm Form, IReadOnlyList<Location> Paths);

/// <summary>A column of files.</summary>
/// <param name="Path">Its name; of a nested one those of the columns around it before it.</param>
/// <param name="IsList">Whether it holds an array in each row.</param>
public sealed record FileColumn(IReadOnlyList<string> Path, bool IsList)
{
    /// <summary>The name with dots.</summary>
    public string Name => string.Join('.', Path);
}

/// <summary>What the third column of rows is.</summary>
public enum NumberKind
{
    /// <summary>The place in the list, the least first.</summary>
    Rank,

    /// <summary>A score, the highest first.</summary>
    Score,

    /// <summary>Nothing: rows stand in the order of the list.</summary>
    RowOrder,

    /// <summary>Nothing: the items of a user are an array in the order of the list.</summary>
    PlaceInArray,

    /// <summary>A quantity; none is 0.</summary>
    Quantity,

    /// <summary>Nothing, and the order of rows does not matter.</summary>
    None,
}

/// <summary>Which columns of files hold what.</summary>
/// <param name="User">The user.</param>
/// <param name="Item">The item, or the array of the user's items.</param>
/// <param name="Number">The place, the score or the quantity; null where there is none.</param>
/// <param name="Kind">What the number is.</param>
public sealed record TableShape(FileColumn User, FileColumn Item, FileColumn? Number, NumberKind Kind);

/// <summary>Reads files of users and items as they are, without a pipeline.</summary>
public interface IListReader : IAsyncDisposable
{
    /// <summary>The columns of files, with those within objects.</summary>
    /// <exception cref="EngineException">The files cannot be read.</exception>
    Task<IReadOnlyList<FileColumn>> ColumnsAsync(TableFiles files, CancellationToken cancellation);

    /// <summary>
    /// Hands over all rows, on several threads at once and in no order, but those of a file that stand together mostly do so: a user's id, an item's
    /// id and a number that rises along a list (the place, or the negative score); a value that is missing is null. A batch is whoever's takes it
    /// until that returns.
    /// </summary>
    /// <exception cref="EngineException">The files cannot be read.</exception>
    Task ScanAsync(TableFiles files, TableShape shape, Action<RecordBatch> take, CancellationToken cancellation);
}
