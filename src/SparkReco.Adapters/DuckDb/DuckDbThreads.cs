using DuckDB.NET.Data;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Keeps DuckDB to one thread for each connection until disposed. While several connections read and write, its own threads would spin
/// beside them: loading takes a third less processor time without them. A locked configuration stays as it is.
/// </summary>
internal sealed class DuckDbThreads : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly string _threads;
    private readonly bool _isLocked;

    public DuckDbThreads(DuckDBConnection connection)
    {
        _connection = connection;
        _threads = Setting("threads");
        _isLocked = bool.Parse(Setting("lock_configuration"));
        Set("1");
    }

    public void Dispose() => Set(_threads);

    private void Set(string threads)
    {
        if (_isLocked)
        {
            return;
        }

        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = $"set threads = {threads}";
        command.ExecuteNonQuery();
    }

    private string Setting(string name)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = $"select current_setting('{name}')::varchar";
        return (string)command.ExecuteScalar()!;
    }
}
