using System.Data.Common;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Adapters.Sinks;

/// <summary>What databases with SQL do differently when a run is published to them; <see cref="SqlSink"/> has what they do alike.</summary>
internal abstract class SinkServer
{
    /// <summary>The database, for people.</summary>
    public abstract string Description { get; }

    /// <summary>What stands before each name: a schema and a dot, or the beginning of a name.</summary>
    public abstract string Prefix { get; }

    /// <summary>The database's types for those of columns, as its <c>information_schema</c> names them.</summary>
    public abstract IReadOnlyDictionary<ColumnType, string[]> Types { get; }

    /// <summary>The <c>table_schema</c> of the tables in <c>information_schema</c>.</summary>
    public abstract string Catalog { get; }

    /// <summary>A table's name in <c>information_schema</c>.</summary>
    public abstract string NameOf(string table);

    /// <summary>The query for the names and definitions of the views <c>@name</c> and <c>@probe</c> of <c>@catalog</c>, as far as they are there.</summary>
    public abstract string ViewDefinitions { get; }

    /// <summary>The query for the rights that the user lacks in <c>@catalog</c>, each in words, as far as the database tells.</summary>
    public abstract string MissingRights { get; }

    /// <summary>Connects. What a transaction has not committed is undone when the connection is closed.</summary>
    /// <exception cref="DatabaseException">The server can't be reached, refuses, or can only be read.</exception>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>
    /// Takes the right to publish, which one connection has at a time. It ends with the connection, after that has committed or lost what it did: who has
    /// it knows that nobody before is still at work.
    /// </summary>
    /// <exception cref="DatabaseException">Somebody else has it.</exception>
    public abstract Task LockAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Makes the place for the tables, where it is not there.</summary>
    public abstract Task PrepareAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Writes all rows of a table in the transaction that is open, under a publication's number, and gives how many the database took.</summary>
    public abstract Task<long> LoadAsync(DbConnection connection, SinkTable table, long publication, CancellationToken cancellation);

    /// <summary>The statement that deletes rows of <c>@publication</c>, all or some: it is repeated until none are left.</summary>
    public abstract string DeleteRows(string table);

    /// <summary>Whether an exception is the server's or the network's.</summary>
    public abstract bool IsFailure(Exception error);

    /// <summary>What went wrong, for people, and whether the same may succeed when it is repeated.</summary>
    public abstract DatabaseException Failure(Exception error);

    /// <summary>Who may be in the way of a statement that got no lock, for people; nothing where that is not known.</summary>
    public abstract Task<string> BlockersAsync(CancellationToken cancellation);

    /// <summary>The type of a text of so many characters, compared by its bytes.</summary>
    protected abstract string TextType(int characters);

    /// <summary>The type of a number that the database counts up by itself, with the key that it is.</summary>
    protected abstract string CounterType { get; }

    /// <summary>A statement with the database's own words in the place of <c>{s}</c>, the prefix; <c>{text N}</c>; and <c>{counter}</c>.</summary>
    public string Render(string sql) => new SinkWords(Prefix, TextType, CounterType).Render(sql);

    /// <summary>The base table with the rows of a table.</summary>
    public string RowsOf(string table) => $"{Prefix}{table}_rows";
}
