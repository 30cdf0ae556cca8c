using System.CommandLine;
using System.Text.Json;
using SparkReco.Configuration;
using SparkReco.LocalPersonalize;

namespace SparkReco.Cli.Commands;

/// <summary><c>personalize serve</c>: the local Personalize, for this program and any client of AWS, until it is stopped.</summary>
internal static class ServeCommand
{
    private const string KeyVariable = "AWS_ACCESS_KEY_ID";
    private const string SecretVariable = "AWS_SECRET_ACCESS_KEY";

    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "serve",
            """
            Serves a stand-in for Amazon Personalize on this machine, until it is stopped: the same protocols, resources and errors, with
            models of its own. Its lists are not Amazon's. Requests are signed with the key and secret of the environment
            (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), or with 'local' and 'local' where there are none.

            Example: sparkreco personalize serve --port 8090 --state personalize-state
            """
        );
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 is any that is free.", DefaultValueFactory = _ => 8090 };
        var state = new Option<string>("--state")
        {
            Description = "The folder in which all that it knows is kept.",
            DefaultValueFactory = _ => "local-personalize",
            HelpName = "FOLDER",
        };
        var speed = new Option<string>("--speed")
        {
            Description = "How fast resources become ready: instant, real, or so many times faster than the real service.",
            DefaultValueFactory = _ => "instant",
            HelpName = "SPEED",
        };
        var buckets = new Option<string?>("--buckets")
        {
            Description = "A folder below which s3://BUCKET/KEY is the file BUCKET/KEY; without it S3 is asked.",
            HelpName = "FOLDER",
        };
        var open = new Option<string[]>("--open")
        {
            Description =
                "A folder of this machine whose files may be read and written as s3://localhost/PATH, as runs with a 'personalize.folder' there ask; may be given more than once.",
            HelpName = "FOLDER",
        };
        var faults = new Option<string?>("--faults")
        {
            Description = "A file that says what goes wrong on purpose (docs/local-personalize.md).",
            HelpName = "FILE",
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
                result.AddError("--port: a port is a number from 0 to 65535");
        });
        foreach (var option in new Option[] { port, state, speed, buckets, open, faults })
            command.Add(option);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var options = new LocalServiceOptions
                {
                    State = Path.GetFullPath(parsed.GetValue(state)!),
                    Stores = composition.Stores,
                    Port = parsed.GetValue(port),
                    Pace = Read("--speed", () => Pace.Parse(parsed.GetValue(speed)!)),
                    Buckets = parsed.GetValue(buckets) is { } folder ? Path.GetFullPath(folder) : null,
                    OpenFolders = [.. (parsed.GetValue(open) ?? []).Select(Path.GetFullPath)],
                    Faults = parsed.GetValue(faults) is { } file ? Read("--faults", () => FaultPlan.Parse(File.ReadAllText(file))) : FaultPlan.None,
                    Credentials = Credentials(),
                    Clock = composition.Clock,
                    SignatureClock = composition.Clock,
                    Log = terminal.Errors.WriteLine,
                };
                await using var service = await LocalService.StartAsync(options, cancellation);
                await terminal.Output.WriteLineAsync($"{service.Endpoint.ToString().TrimEnd('/')}");
                await terminal.Errors.WriteLineAsync(
                    "a stand-in for Amazon Personalize: its lists are its own models', not Amazon's. Ctrl-C ends it"
                );
                await Task.Delay(Timeout.InfiniteTimeSpan, composition.Clock, cancellation);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Dictionary<string, string> Credentials() =>
        Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key
        && Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } secret
            ? new() { [key] = secret }
            : new() { ["local"] = "local" };

    private static T Read<T>(string option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{option}: {error.Message}", error);
        }
    }
}
