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
            its own name.

            | mapping | what the field gets |
            |---|---|
            | `"user_id": "member_no"` | the column `member_no`; in JSON `"user.id"` reads a nested property |
            | `"tier": { "constant": "paid" }` | the same text in every row |
            | `"title": { "join": ["type", "number"], "separator": " " }` | several columns in one |
            | `"content_type": { "column": "kind", "values": { "film": "video" }, "otherwise": "course" }` | a text for each value; without `otherwise` unlisted values stay |
            | `"occurred_at": { "column": "term", "values": { "2014J": "2014-10-01" }, "plus_days": "day" }` | a date and a number of days from another column |

            Folders named `key=value` are columns, too. The fields:

            """
        );
        foreach (var table in new[] { RawTable.Users, RawTable.Items, RawTable.Events })
            page.Append(
                $"- {table.Name[4..]}: {string.Join(", ", table.Fields.Select(field => $"`{field.Name}`{(field.Aliases.Count > 0 ? $" (or {string.Join(", ", field.Aliases.Select(alias => $"`{alias}`"))})" : "")}"))}\n"
            );
        page.Append(
            """

            Required are `user_id` and `tier` of users, `item_id` and `content_type` of items, and `user_id`, `item_id`, `event_type` and `occurred_at` of events.
            What a value may be; a row with another value is rejected with the reason:

            | value | may be |
            |---|---|
            | ids | up to 256 characters without control characters; blanks around them do not count; numbers of JSON and Parquet are ids as they are written (12.0 is 12), text of CSV stands as it is (12.0 is not 12) |
            | `tier`, `content_type`, `event_type` | paid, free; course, video, podcast; impression, click, watch, like, complete; in any case |
            | `occurred_at` | ISO 8601 with `Z`, `UTC`, an offset or nothing, which is UTC; yyyyMMdd, yyyyMMddHHmm, yyyyMMddHHmmss; or a number of nine or more digits since 1970: below 1e11 seconds, below 1e14 milliseconds, below 1e17 microseconds, else nanoseconds; from 2000 to 2099 |
            | dates | yyyy-MM-dd, yyyyMMdd, or a time stamp, of which the UTC day counts; a year, a spreadsheet's day number and every other short number are rejected |
            | `is_available`, `is_monthly_active` | true, false, yes, no, t, f, y, n, 1, 0, 1.0, 0.0; an item without `is_available` is available |
            | `event_count` | a whole number from 1 to 1,000,000; 1 where it is missing |
            | `watch_seconds`, `duration_seconds`, `position` | whole numbers, not negative; fractions of seconds are cut; `position` begins with 1 |

            Words that programs write for no value are no value in every field: `\N`, `NULL`, `null`, `NaN`, `nan`, `NaT`, `<NA>`, `None`; in JSON also a bare NaN. Where no
            name can be, `NA`, `N/A`, `#N/A`, `undefined` and the date 0000-00-00 are none either. A row without a required value is rejected, a row without an optional one
            is kept. A text that `values` lists is replaced first.

            An event with an id is known by it. Events without one are copies of each other only when all their fields are equal, as they are read, and all columns that fill
            no field; `inputs.events.repeats` says what becomes of copies, and the run tells how many there were.

            Invalid UTF-8 and NUL reject the row where a field needs their column, and nothing elsewhere. A text that repeats the header is no row.

            A damaged gzip or Parquet file is rejected whole: none of its rows are kept, and the run ends with exit code 3. Damage to gzip always shows. Parquet often has no
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
            new[] { "demo", "init", "validate", "plan", "run", "compare", "report", "show", "publish", "runs" },
            command => Assert.Contains($"`{command}", readme)
        );
    }

    [GeneratedRegex(@"\]\((?!http)(?<path>[^)#]+)[^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
