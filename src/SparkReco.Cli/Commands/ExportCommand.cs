using System.CommandLine;
using System.Text.RegularExpressions;
using SparkReco.Configuration;
using SparkReco.Exports;
using SparkReco.Exports.Ddl;
using SparkReco.Exports.Grafana;
using SparkReco.Exports.QuickSight;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli.Commands;

/// <summary><c>export</c>: what other programs need to show the published tables, written from the tables' contracts.</summary>
internal static partial class ExportCommand
{
    public static Command Create(Composition composition) =>
        new("export", "Writes what other programs need to show the published tables: dashboards, and statements that make external tables.")
        {
            Grafana(composition),
            QuickSight(composition),
            Ddl(
                composition,
                "athena",
                "Writes statements that make the lake's tables external tables of Amazon Athena, with partitions that it works out by itself.",
                (settings, schema, lake, partitions) => new AthenaDdl(schema, lake, partitions, settings).Files()
            ),
            Ddl(
                composition,
                "redshift",
                "Writes statements that make the lake's tables external tables of Amazon Redshift Spectrum, and add the partitions of all published days.",
                (_, schema, lake, partitions) => new RedshiftDdl(schema, lake, partitions).Files()
            ),
        };

    private static Command Grafana(Composition composition)
    {
        var command = new Command(
            "grafana",
            """
            Writes what Grafana provisions itself with: a data source, dashboards and alert rules over the tables of a sink, or of Athena.

            Example: sparkreco export grafana --data-source postgresql --to grafana
            """
        );
        var shared = new Shared(command, "The sink's schema, or the database of Athena.");
        var source = new Option<string>("--data-source")
        {
            Description = "What Grafana reads: postgresql, mysql (also for MariaDB) or athena.",
            DefaultValueFactory = _ => DataSource.PostgreSql.Name,
            HelpName = "KIND",
        };
        source.AcceptOnlyFromAmong([.. DataSource.All.Select(kind => kind.Name)]);
        command.Add(source);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var kind = DataSource.All.First(kind => kind.Name == parsed.GetValue(source));
                return shared.WriteAsync(composition, parsed, new GrafanaExport(kind, shared.SchemaOf(parsed)).Files(), cancellation);
            }
        );
        return command;
    }

    private static Command QuickSight(Composition composition)
    {
        var command = new Command(
            "quicksight",
            """
            Writes requests for the AWS CLI that make a data source, data sets, an analysis and a dashboard in Amazon QuickSight, over the tables of Athena.

            Example: sparkreco export quicksight --principal arn:aws:quicksight:eu-central-1:111122223333:user/default/ana --to quicksight
            """
        );
        var shared = new Shared(command, "The database of Athena.");
        var principal = new Option<string>("--principal")
        {
            Description = "The user or group of QuickSight who gets them, as 'aws quicksight list-users' has it; its account is theirs.",
            HelpName = "ARN",
            Required = true,
        };
        var region = new Option<string?>("--region") { Description = "The region, where it is not that of the principal.", HelpName = "REGION" };
        command.Add(principal);
        var common = new CommonOptions(command);
        command.Add(region);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var arn = parsed.GetValue(principal)!;
                var owner =
                    Principal.Parse(arn)
                    ?? throw new ConfigurationException(
                        $"--principal '{arn}' is no user or group of QuickSight: write one such as arn:aws:quicksight:eu-central-1:111122223333:user/default/ana"
                    );
                var export = new QuickSightExport(
                    owner,
                    parsed.GetValue(region) ?? owner.Region,
                    shared.SchemaOf(parsed),
                    await common.LoadAnyDayAsync(composition, parsed, cancellation)
                );
                return await shared.WriteAsync(composition, parsed, export.Files(), cancellation);
            }
        );
        return command;
    }

    private delegate IReadOnlyList<ExportedFile> Writer(Settings settings, string schema, string lake, IReadOnlyList<LakePartition> partitions);

    private static Command Ddl(Composition composition, string name, string description, Writer write)
    {
        var command = new Command(name, $"{description}\n\nExample: sparkreco export {name} --to {name}");
        var shared = new Shared(command, "The schema of the tables: a database of the Glue Data Catalog, or an external schema of Redshift.");
        var location = new Option<string?>("--location")
        {
            Description = "Where the lake is for them, if that is not the lake of the configuration but a copy of it.",
            HelpName = "s3://BUCKET/FOLDER",
        };
        var common = new CommonOptions(command);
        command.Add(location);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var settings = await common.LoadAnyDayAsync(composition, parsed, cancellation);
                var given = parsed.GetValue(location);
                var place = given is null ? settings.Lake : Location.Of(given, Location.WorkingFolder);
                if (place.Scheme != "s3")
                    throw new ConfigurationException(
                        given is null
                            ? $"the lake {settings.Lake} is not in Amazon S3, where alone external tables can be: name a copy of it with --location s3://BUCKET/FOLDER"
                            : $"--location '{given}' is no folder in Amazon S3: write s3://BUCKET/FOLDER"
                    );
                var partitions = await LakePartition.FindAsync(composition.Stores.Of(settings.Lake), settings.Lake, cancellation);
                return await shared.WriteAsync(composition, parsed, write(settings, shared.SchemaOf(parsed), $"{place}", partitions), cancellation);
            }
        );
        return command;
    }

    /// <summary>The options that all exports have, and what they end with.</summary>
    private sealed class Shared
    {
        private readonly Option<string> _to = new("--to")
        {
            Description = "The folder to write; files of an earlier export are replaced.",
            HelpName = "FOLDER",
            Required = true,
        };
        private readonly Option<string> _schema;
        private readonly Option<string> _output = CommonOptions.OutputOption();

        public Shared(Command command, string schema)
        {
            _schema = new Option<string>("--schema")
            {
                Description = schema,
                DefaultValueFactory = _ => "sparkreco",
                HelpName = "NAME",
            };
            command.Add(_to);
            command.Add(_schema);
            command.Add(_output);
        }

        public string SchemaOf(ParseResult parsed)
        {
            var schema = parsed.GetValue(_schema)!;
            return SchemaName().IsMatch(schema)
                ? schema
                : throw new ConfigurationException($"--schema '{schema}': it must have 1 to 30 small letters, digits and _, and begin with a letter");
        }

        public async Task<int> WriteAsync(
            Composition composition,
            ParseResult parsed,
            IReadOnlyList<ExportedFile> files,
            CancellationToken cancellation
        )
        {
            var folder = Location.Of(parsed.GetValue(_to)!, Location.WorkingFolder);
            var store = composition.Stores.Of(folder);
            await CheckAsync(store, folder, files[0], cancellation);
            foreach (var file in files)
                await store.WriteTextAsync(folder / file.Path, file.Text, cancellation);
            await composition.Terminal.Output.WriteLineAsync(
                parsed.GetValue(_output) == "json"
                    ? Json.Text(new { Folder = $"{folder}", Files = files.Select(file => file.Path) })
                    : $"Wrote {files.Count} files to {folder}. What to do with them: {folder / files[0].Path}"
            );
            return ExitCodes.Done;
        }

        /// <summary>A folder of somebody else's begins its page with another heading.</summary>
        private static async Task CheckAsync(IFileReader store, Location folder, ExportedFile readMe, CancellationToken cancellation)
        {
            var there = await store.ReadTextAsync(folder / readMe.Path, cancellation);
            if (there is not null && there.Split('\n')[0] != readMe.Text.Split('\n')[0])
                throw new ConfigurationException(
                    $"--to: {folder / readMe.Path} is of something else: name a new folder, so that it is not overwritten"
                );
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,29}$", RegexOptions.NonBacktracking)]
    private static partial Regex SchemaName();
}
