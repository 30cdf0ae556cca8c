namespace SparkReco.Configuration;

/// <summary>The kinds of databases.</summary>
public enum DatabaseKind
{
    PostgreSql,

    /// <summary>MySQL or MariaDB.</summary>
    MySql,
    Redshift,
    DynamoDb,
}

/// <summary>Whether a connection is encrypted, and the server's certificate verified.</summary>
public enum TlsMode
{
    /// <summary>Encrypted, and the certificate must be the server's and of a known authority.</summary>
    Verify,

    /// <summary>In the clear: for a server on this machine or in a network that is safe.</summary>
    Off,
}

/// <summary>What reads of DynamoDB see.</summary>
public enum ReadConsistency
{
    /// <summary>Perhaps not what was written in the last second, at half the price.</summary>
    Eventual,

    /// <summary>All that was written before the read began.</summary>
    Strong,
}

/// <summary>
/// A database, and who connects to it; <c>connections.NAME</c> in the configuration. No password is in it: it says where the password is, and
/// whoever connects gets it from there at that moment.
/// </summary>
public sealed record ConnectionSettings
{
    public const string None = "none";

    /// <summary>Its name in the configuration.</summary>
    public string Name { get; init; } = "";

    [Setting("type", "The kind of the database: postgresql, mysql (and MariaDB), redshift or dynamodb.")]
    public DatabaseKind Kind { get; init; }

    [Setting("host", "The server's name or address. Amazon Redshift without one is asked through its Data API, with the credentials of AWS.")]
    public string Host { get; init; } = None;

    [Setting("port", "The server's port; 0 is the usual one: 5432, 3306 or 5439.", Max = 65535)]
    public int Port { get; init; }

    [Setting("database", "The database.")]
    public string Database { get; init; } = None;

    [Setting("user", "Who connects.")]
    public string User { get; init; } = None;

    [Setting("password_env", "The environment variable with the password.")]
    public string PasswordEnv { get; init; } = None;

    [Setting("password_file", "A file with the password alone, relative to the configuration, which nobody else may read.")]
    public string PasswordFile { get; init; } = None;

    [Setting(
        "secret",
        "The name or ARN of a secret in AWS Secrets Manager: the password alone, or JSON with password and perhaps username, host, port and dbname, as AWS makes them."
    )]
    public string Secret { get; init; } = None;

    [Setting(
        "tls",
        "verify, the connection is encrypted and the server's certificate verified; off, neither, for a server on this machine or in a network that is safe."
    )]
    public TlsMode Tls { get; init; }

    [Setting("ca", "A file with the certificates of the authorities to trust, relative to the configuration; none is those of the machine.")]
    public string Ca { get; init; } = None;

    [Setting("region", "The AWS region of DynamoDB, of Redshift's Data API and of the secret; none is AWS_REGION's.")]
    public string Region { get; init; } = None;

    [Setting("endpoint", "A service in the place of AWS's, such as http://127.0.0.1:8000; none is AWS's.")]
    public string Endpoint { get; init; } = None;

    [Setting("cluster", "The Redshift cluster for the Data API.")]
    public string Cluster { get; init; } = None;

    [Setting("workgroup", "The Redshift Serverless workgroup for the Data API.")]
    public string Workgroup { get; init; } = None;

    [Setting("role", "The ARN of the role by which Redshift writes to and reads from S3.")]
    public string Role { get; init; } = None;

    [Setting("folder", "Where rows are exchanged with Redshift: s3://BUCKET/FOLDER that its role may read and write; none is a folder of the lake.")]
    public string Folder { get; init; } = None;

    [Setting(
        "read_units",
        "So many read capacity units a second a scan of DynamoDB uses at most; 0 is half of those that the table has, or as many as it takes if they are paid for by request.",
        Max = 1_000_000
    )]
    public int ReadUnits { get; init; }

    [Setting(
        "write_units",
        "So many write capacity units a second a publication to DynamoDB uses at most; 0 is half of those that the table has, or as many as it takes if they are paid for by request.",
        Max = 1_000_000
    )]
    public int WriteUnits { get; init; }

    [Setting("segments", "So many parts of a DynamoDB table are scanned at once; fewer where read_units allow no more.", Min = 1, Max = 64)]
    public int Segments { get; init; } = 4;

    [Setting(
        "consistency",
        "What a scan of DynamoDB sees: eventual, perhaps not what was written in the last second; strong, all that was written before each page was read, at twice the units."
    )]
    public ReadConsistency Consistency { get; init; }

    /// <summary>Whether it is Redshift, asked through its Data API.</summary>
    public bool IsDataApi => Kind == DatabaseKind.Redshift && Host == None;

    /// <summary>Checks that everything is there by which it can be opened.</summary>
    /// <param name="require">Takes whether a part is good, its name, and the problem.</param>
    internal void Require(Action<bool, string, string> require)
    {
        var path = $"connections.{Name}";
        var passwords = new[] { PasswordEnv, PasswordFile, Secret }.Count(place => place != None);
        require(passwords <= 1, "", $"'{path}' has more than one of 'password_env', 'password_file' and 'secret': keep one");
        require(
            Endpoint == None
                || (
                    Uri.TryCreate(Endpoint, UriKind.Absolute, out var address)
                    && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))
                ),
            "endpoint",
            $"'{path}.endpoint' is '{Endpoint}', but must be an address such as https://HOST, or http://127.0.0.1:8000 on this machine alone"
        );
        require(
            Folder == None || Folder.StartsWith("s3://", StringComparison.Ordinal),
            "folder",
            $"'{path}.folder' is '{Folder}': Redshift writes and reads s3://BUCKET/FOLDER"
        );
        if (Kind == DatabaseKind.DynamoDb)
            return;
        require(
            !IsDataApi || (PasswordEnv == None && PasswordFile == None),
            "",
            $"'{path}' has a password, and Redshift's Data API takes none: it knows who asks by the credentials of AWS or a 'secret'"
        );
        require(Database != None || (Secret != None && !IsDataApi), "database", $"'{path}.database' is missing: the name of the database");
        require(
            IsDataApi || (Host != None && User != None) || Secret != None,
            "host",
            $"'{path}' needs 'host' and 'user', or a 'secret' that has them"
        );
        require(
            !IsDataApi || (Cluster != None) != (Workgroup != None),
            "cluster",
            $"'{path}' needs 'cluster' or 'workgroup' for Redshift's Data API, or 'host' for the protocol of PostgreSQL"
        );
    }

    /// <summary>The database as it is told to people.</summary>
    public override string ToString() =>
        Kind == DatabaseKind.DynamoDb ? $"'{Name}' (DynamoDB)"
        : IsDataApi ? $"'{Name}' (Redshift {(Cluster == None ? Workgroup : Cluster)}/{Database})"
        : $"'{Name}' ({Kind}, {Host}/{Database})";
}
