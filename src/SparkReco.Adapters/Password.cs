using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters;

/// <summary>Where the password of a connection is found, each time it is opened.</summary>
internal static class Password
{
    /// <summary>The password; null where the connection names no place, and the database's own client looks for one.</summary>
    /// <exception cref="DatabaseException">There is none at the place.</exception>
    public static string? Find(ConnectionSettings connection, Location baseFolder)
    {
        var key = $"connections.{connection.Name}";
        if (connection.PasswordEnv != ConnectionSettings.None)
            return Environment.GetEnvironmentVariable(connection.PasswordEnv) is { Length: > 0 } value
                ? value
                : throw Wrong($"{key}.password_env: the environment has no variable {connection.PasswordEnv}");
        return connection.PasswordFile == ConnectionSettings.None ? null : OfFile(key, connection.PasswordFile, baseFolder);
    }

    private static string OfFile(string key, string file, Location baseFolder)
    {
        var path = $"{Location.Of(file, baseFolder)}";
        try
        {
            // As the clients of PostgreSQL do: what others can read is no secret.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None)
                throw Wrong($"{key}.password_file: others may read {file}: chmod 600 '{file}'");
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception error) when (error is (IOException and not DatabaseException) or UnauthorizedAccessException)
        {
            throw Wrong($"{key}.password_file: {file} can't be read: {error.Message}", error);
        }
    }

    private static DatabaseException Wrong(string problem, Exception? error = null) => new(problem, error!) { IsOfConfiguration = true };
}
