using System.Formats.Tar;
using System.IO.Compression;
using SparkReco.Tests.Ingest;

namespace SparkReco.Tests.Launcher;

/// <summary>An archive with a small script in the place of the program.</summary>
public sealed class StandIn : IDisposable
{
    private const string Script = """
        #!/bin/bash
        case $1 in
            exit)
                echo "to standard output"
                echo "to standard error: größer" >&2
                env
                port=$(printf %04X "${SPARK_REMOTE##*:}")
                awk -v "port=:$port" 'index($2, port) && $4 == "0A" { print "listens at", $2 }' /proc/net/tcp /proc/net/tcp6
                exit "$2"
                ;;
            wait)
                trap 'echo "got INT" > "$2.signal"; exit 130' INT
                trap 'echo "got TERM" > "$2.signal"; exit 143' TERM
                echo $$ > "$2"
                while :; do sleep 0.1; done
                ;;
            read)
                while read -r row; do echo "$row read in $PWD"; done
                ;;
        esac
        """;

    public StandIn()
    {
        using var app = new TempFolder();
        Executable.Write(app, "SparkReco.Cli", Script + "\n");
        Archive = Path.Combine(Folder.Root, "app.tar.gz");
        using var zip = new GZipStream(File.Create(Archive), CompressionLevel.Fastest);
        TarFile.CreateFromDirectory(app.Root, zip, includeBaseDirectory: false);
    }

    public TempFolder Folder { get; } = new();

    public string Archive { get; }

    public void Dispose() => Folder.Dispose();
}
