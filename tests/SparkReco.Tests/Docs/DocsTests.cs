using System.Text;
using System.Text.RegularExpressions;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Docs;

public sealed partial class DocsTests
{
    [Fact]
    public void The_page_of_tables_follows_from_the_contracts()
    {
        var page = new StringBuilder(
            """
            # Tables

            Every run publishes these tables below the lake as Parquet (snappy): `<lake>/<table>/run_date=YYYY-MM-DD/[system=NAME/]part-*.parquet`.
            Partition columns are not in the files. A row's columns are never null unless the page says so; keys are unique; both, and the rules, are
            checked before anything is published. This page is written from the contracts in `src/SparkReco/Models`.

            """
        );
        foreach (var table in Pipeline.Models.Where(model => model.Lifetime == Lifetime.Published).GroupBy(model => model.Name))
        {
            var model = table.First();
            page.Append($"\n## {model.Name}\n\nA row is {model.Grain}.");
            page.Append(
                model.Key.Count > 0
                    ? $" Key: {string.Join(", ", model.Key.Select(name => $"`{name}`"))}{(model.Columns.Any(column => column.IsNullable && model.Key.Contains(column.Name)) ? ", where it is not null" : "")}."
                    : ""
            );
            page.Append(
                table.Any(part => part.System is not null)
                    ? $" Partition `system`: {string.Join(", ", table.Select(part => $"`{part.System}`"))}."
                    : ""
            );
            page.Append("\n\n| column | type | meaning |\n|---|---|---|\n");
            foreach (var column in model.Columns)
                page.Append(
                    $"| `{column.Name}` | {column.Type.ToString().ToLowerInvariant()}{(column.IsNullable ? ", may be null" : "")} | {column.Meaning} |\n"
                );
            if (model.Rules.Count > 0)
                page.Append($"\nRules: {string.Join("; ", model.Rules.Select(rule => rule.Promise))}.\n");
        }

        Golden.Check("docs/tables.md", page.ToString());
    }

    [Fact]
    public void The_page_of_settings_follows_from_the_loader()
    {
        var page = new StringBuilder(
            """
            # Configuration

            `sparkreco init` writes a file with every setting. The file is JSON; comments and trailing commas are allowed. Every setting can also come
            from the environment (`SPARKRECO_BLEND__LIST_SIZE=50`) or the command line (`--set blend.list_size=50`); the command line wins over the
            environment, the environment over the file. All errors are shown at once, each with its line.

            | setting | default | allowed | meaning |
            |---|---|---|---|

            """
        );
        foreach (var setting in SettingsLoader.Describe())
            page.Append($"| `{setting.Path}` | {setting.Default} | {setting.Allowed} | {setting.Meaning} |\n");
        page.Append(
            """

            ## Field mapping

            `inputs.<users, items or events>.fields` says how a field is filled from the files' columns. A field that is not mapped takes the column of
            its own name. `sparkreco validate` shows what fields hold, what becomes of it, and what cannot be read; `sparkreco init --from FILE...` looks at
            files and writes a configuration with mappings that it guesses. A mapping is a column's name, or an object whose parts work in this order, whatever theirs is in the file:

            | part | what it does | example |
            |---|---|---|
            | `column` | takes a column's text, or what a [path](#paths-into-nested-values) leads to | `"user_id": { "column": "user.id" }`, or shorter `"user_id": "user.id"` |
            | `first` | takes the first of several columns that has a value | `"title": { "first": ["title_en", "title"] }` |
            | `join` | takes several columns as one text, with `separator` (nothing) between them; without one of them there is no value | `"title": { "join": ["type", "number"], "separator": " " }` |
            | `constant` | takes the same text for every row | `"tier": { "constant": "paid" }` |
            | `split` | splits the text into elements; arrays of JSON and lists of Parquet are elements already. The `category` takes all of them, each by `null` and `values`, in their order and once, unless `take` is given | `"category": { "column": "genres", "split": "\|" }` takes Action and Comedy of `Action\|Comedy` |
            | `take` | takes the `first` element that is not empty, which is usual with `split` in other fields, the `last`, all `joined` by `separator` (a comma and a blank), or, of events alone, `each`: the row becomes an event of each element, and elements of several fields go together | `"item_id": { "column": "items.id", "take": "each" }` |
            | `null` | takes more words for no value | `"language": { "column": "lang", "null": ["-", "unknown"] }` |
            | `values` | replaces texts; a text that is not listed becomes `otherwise`, or stays without it | `"content_type": { "column": "kind", "values": { "film": "video" }, "otherwise": "course" }` |
            | `decimal` | reads numbers by their mark: `comma` for 1.234,5, `point` for 1,234.5 | `"watch_seconds": { "column": "secs", "decimal": "comma" }` |
            | `unit` | turns a number of `milliseconds`, `minutes` or `hours` into seconds | `"watch_seconds": { "column": "ms_played", "unit": "milliseconds" }` |
            | `format` | says how days, times or durations are written, in one or several ways of which the first that fits counts: [patterns of .NET](https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings) with a year (`yyyy` alone is its first day), `iso`, `epoch_days`, `epoch_seconds`, `epoch_milliseconds`, `epoch_microseconds`, `epoch_nanoseconds`, `excel_days`; for durations `iso_duration` (PT1H2M3S) and `clock` (1:02:03 or 2:03) | `"published_on": { "column": "released", "format": ["dd.MM.yyyy", "yyyy"] }` |
            | `zone` | says in which time zone times without one are; UTC else | `"occurred_at": { "column": "at", "zone": "Europe/Berlin" }` |
            | `plus_days` | adds a column's number of days to a day | `"occurred_at": { "column": "term", "values": { "2014J": "2014-10-01" }, "plus_days": "day" }` |

            One of `column`, `first`, `join` and `constant` may stand in a mapping; without any of them it is the field's own column. Folders named `key=value` are columns, too.
            The rows that `each` makes of an event with an id have the ids e7, e7#2, e7#3.

            ## Paths into nested values

            Wherever a column is named, in mappings and in `where`, a path may stand, which is the same in all formats: names with a point between them, and behind the name of an array
            `[KEY=TEXT]`, which chooses the first of its elements whose property KEY is TEXT.

            | value | example | path | gives |
            |---|---|---|---|
            | a property of an object in JSON | `{"user": {"id": "u1"}}` | `user.id` | u1 |
            | a field of a struct in Parquet | `user` with a field `id` | `user.id` | u1 |
            | a value of a map in Parquet, by its key | `labels` with `topic` = maths | `labels.topic` | maths |
            | text that holds JSON, in CSV, Parquet, JSON or a database's column | `properties` = `{"course": {"id": "c1"}}` | `properties.course.id` | c1 |
            | a property of all objects in an array: an array | `{"items": [{"id": "a"}, {"id": "b"}]}` | `items.id` | a and b |
            | a property of one of them, such as a parameter in GA4's export | `{"event_params": [{"key": "content_id", "value": {"string_value": "c1"}}]}` | `event_params[key=content_id].value.string_value` | c1 |

            A column or property that has the whole name comes first. Where the path leads nowhere there is no value; text that begins like JSON and is none costs the value. Where a value may
            be at one of several places, such as `string_value` and `int_value` in GA4's export, `first` names them all.

            ## Row filter

            `inputs.<users, items or events>.where` names columns, and what they must hold. All other rows are left out: they are counted apart (`left_out_count` in `row_counts`), are
            not rejected, and do not count for `quality`. Texts are compared as they are, without blanks around them; `null` or an empty text stands for no value.

            | condition | which rows are read |
            |---|---|
            | `"where": { "event": ["play", "like"] }` | those whose `event` is one of these |
            | `"where": { "is_test": { "is_not": "true" } }` | those whose `is_test` is something else, or nothing |
            | `"where": { "event": "play", "country": { "is_not": ["", "XX"] } }` | those that meet both |

            ## Files

            | files | setting |
            |---|---|
            | JSON: an object a line, objects behind each other, or an array of objects, whose n-th object is line n | by the names `.json`, `.jsonl`, `.ndjson`, or `"format": "jsonlines"` |
            | an export of DynamoDB to S3, `{"Item":{"user_id":{"S":"u1"}}}` | `"format": "dynamodb"`, and the folder `data` of the export in `paths` |
            | CSV | by the names `.csv`, `.tsv`, or `"format": "csv"`; `"delimiter": "::"`, `"quote": "none"`, `"escape": "\\"` |
            | CSV without a header, such as an UNLOAD of Redshift | `"header": "none"`, and columns are named `"1"`, `"2"`; or `"columns": ["user_id", "tier"]` |
            | text with lines before the first row | `"skip_lines": 2` |
            | text that is not UTF-8 | `"encoding": "windows-1252"`; UTF-16 with a byte order mark needs nothing |
            | Parquet | by the name `.parquet`, or `"format": "parquet"` |
            | JSON or CSV in gzip, bzip2 or zstd | nothing: the content tells |

            ## Fields

            The fields:

            """
        );
        foreach (var table in new[] { RawTable.Users, RawTable.Items, RawTable.Events })
            page.Append(
                $"- {table.Name[4..]}: {string.Join(", ", table.Fields.Select(field => $"`{field.Name}`{(field.Aliases.Count > 0 ? $" (or {string.Join(", ", field.Aliases.Select(alias => $"`{alias}`"))})" : "")}"))}\n"
            );
        page.Append(
            """

            Required are `user_id` and `tier` of users, `item_id` and `content_type` of items, and `user_id`, `item_id`, `event_type` and `occurred_at` of events.
            What a value may be; a row with another value in a required field is rejected with the reason. In another field it costs the value and not the row, as if nothing stood there: the run
            tells how many there were and which are the commonest, and the table `invalid_values` has them.

            | value | may be |
            |---|---|
            | ids | up to 256 characters without control characters; blanks around them do not count; a whole number with zeros behind a point is the number, in all formats (12.0 is 12; 012.0 and 1.2.0 stay) |
            | `tier`, `content_type`, `event_type` | paid, free; course, video, podcast; impression, click, watch, like, complete; in any case |
            | `occurred_at` | ISO 8601 with `Z`, `UTC`, an offset or nothing, which is UTC, and a point or comma before fractions; yyyyMMdd, yyyyMMddHHmm, yyyyMMddHHmmss; or a number of nine or more digits since 1970: below 1e11 seconds, below 1e14 milliseconds, below 1e17 microseconds, else nanoseconds; from 2000 to 2099 |
            | dates | yyyy-MM-dd, yyyyMMdd, or a time stamp, of which the UTC day counts; from 1900 to 2100. A year, a spreadsheet's day number and every other short number are no dates without a `format` |
            | `is_available`, `is_monthly_active` | true, false, yes, no, t, f, y, n, 1, 0, 1.0, 0.0; an item without `is_available` is available |
            | `event_count` | a whole number from 1 to 1,000,000; 1 where it is missing |
            | `propensity` | the chance with which an impression's item was shown: above 0, at most 1; kept in millionths |
            | `watch_seconds`, `duration_seconds`, `position` | whole numbers, not negative; fractions of seconds are cut; `position` begins with 1 |

            Words that programs write for no value are no value in every field: `\N`, `NULL`, `null`, `NaN`, `nan`, `NaT`, `<NA>`, `None`; in JSON also a bare NaN. Where no
            name can be, `NA`, `N/A`, `#N/A`, `undefined` and the date 0000-00-00 are none either; nor are `NA`, `N/A`, `n/a` and `#N/A` in texts other than `country`, where NA is Namibia. A row without a required value is rejected, a row without an optional one
            is kept. A text that `values` lists is replaced first.

            An event with an id is known by it. Events without one are copies of each other only when all their fields are equal, as they are read, and all columns that fill
            no field; `inputs.events.repeats` says what becomes of copies, and the run tells how many there were.

            Invalid UTF-8 and NUL cost the value of a field that needs their column, and nothing elsewhere. A text that repeats the header is no row.

            A damaged packed or Parquet file is rejected whole: none of its rows are kept, and the run ends with exit code 3. Damage to gzip and bzip2 always shows; to zstd where it was written with checksums. Parquet often has no
            checksums of its own: of flipped bytes that fall into values, about one in ten gives other values that look as good. `inputs.<name>.checksums` makes it
            certain: with a list that `sha256sum` wrote when the files were whole, a file that is not in the list, or is not what it was, ends the run with both hashes.
            A failure of memory or network while a file is read, or of a disk that fails again when it is looked at, is not taken for damage: it ends the run, and the same
            command goes on.

            In folders and patterns, names that begin with `_` or `.`, `tmp_*`, `*.tmp` and `*.crc` are left out; so are pipes, sockets and links without a target, which is told.

            """
        );
        Golden.Check("docs/configuration.md", page.ToString());
    }

    [Fact]
    public void The_readme_names_every_command_and_links_to_pages_that_exist()
    {
        var readme = File.ReadAllText(Path.Combine(Golden.Root, "README.md"));
        var links = Link().Matches(readme).Select(match => match.Groups["path"].Value);

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Golden.Root, link)), $"README.md links to {link}"));
        Assert.All(
            new[] { "demo", "init", "validate", "plan", "run", "compare", "report", "show", "publish", "export", "runs" },
            command => Assert.Contains($"`{command}", readme)
        );
    }

    [GeneratedRegex(@"\]\((?!http)(?<path>[^)#]+)[^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
