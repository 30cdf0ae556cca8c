namespace SparkReco.Sql.Rules;

/// <summary>
/// The functions of the portable subset with the number of arguments they take, and what to write instead of others that are
/// often reached for. Whatever is not listed is refused.
/// </summary>
internal static class PortableFunctions
{
    private const int Many = 99;

    private static readonly Dictionary<string, (int Least, int Most)> Arities = new()
    {
        // numbers
        ["abs"] = (1, 1),
        ["ceil"] = (1, 1),
        ["conv"] = (3, 3),
        ["floor"] = (1, 1),
        ["pmod"] = (2, 2),
        ["shiftleft"] = (2, 2),
        ["shiftright"] = (2, 2),
        ["sqrt"] = (1, 1),
        ["try_divide"] = (2, 2),

        // choice
        ["coalesce"] = (1, Many),
        ["greatest"] = (2, Many),
        ["if"] = (3, 3),
        ["ifnull"] = (2, 2),
        ["least"] = (2, Many),
        ["nullif"] = (2, 2),
        ["nvl"] = (2, 2),

        // text
        ["btrim"] = (1, 2),
        ["chr"] = (1, 1),
        ["concat"] = (1, 8),
        ["concat_ws"] = (2, Many),
        ["contains"] = (2, 2),
        ["endswith"] = (2, 2),
        ["get_json_object"] = (2, 2),
        ["instr"] = (2, 2),
        ["length"] = (1, 1),
        ["lower"] = (1, 1),
        ["lpad"] = (2, 3),
        ["md5"] = (1, 1),
        ["regexp_extract"] = (2, 3),
        ["regexp_like"] = (2, 2),
        ["regexp_replace"] = (3, 3),
        ["replace"] = (3, 3),
        ["rpad"] = (2, 3),
        ["split"] = (2, 2),
        ["split_part"] = (3, 3),
        ["startswith"] = (2, 2),
        ["substr"] = (2, 3),
        ["translate"] = (3, 3),
        ["upper"] = (1, 1),

        // dates and times
        ["add_months"] = (2, 2),
        ["date_add"] = (2, 2),
        ["date_from_unix_date"] = (1, 1),
        ["date_sub"] = (2, 2),
        ["date_trunc"] = (2, 2),
        ["datediff"] = (2, 2),
        ["day"] = (1, 1),
        ["dayofweek"] = (1, 1),
        ["dayofyear"] = (1, 1),
        ["hour"] = (1, 1),
        ["last_day"] = (1, 1),
        ["make_date"] = (3, 3),
        ["minute"] = (1, 1),
        ["month"] = (1, 1),
        ["quarter"] = (1, 1),
        ["second"] = (1, 1),
        ["timestamp_seconds"] = (1, 1),
        ["to_date"] = (2, 2),
        ["trunc"] = (2, 2),
        ["unix_date"] = (1, 1),
        ["unix_seconds"] = (1, 1),
        ["unix_timestamp"] = (1, 1),
        ["weekday"] = (1, 1),
        ["weekofyear"] = (1, 1),
        ["year"] = (1, 1),

        // lists and structs
        ["array"] = (0, Many),
        ["array_append"] = (2, 2),
        ["array_compact"] = (1, 1),
        ["array_contains"] = (2, 2),
        ["array_distinct"] = (1, 1),
        ["array_except"] = (2, 2),
        ["array_intersect"] = (2, 2),
        ["array_join"] = (2, 3),
        ["array_max"] = (1, 1),
        ["array_min"] = (1, 1),
        ["array_position"] = (2, 2),
        ["array_prepend"] = (2, 2),
        ["array_remove"] = (2, 2),
        ["array_repeat"] = (2, 2),
        ["array_size"] = (1, 1),
        ["array_sort"] = (1, 1),
        ["array_union"] = (2, 2),
        ["explode"] = (1, 1),
        ["filter"] = (2, 2),
        ["flatten"] = (1, 1),
        ["get"] = (2, 2),
        ["named_struct"] = (2, Many),
        ["posexplode"] = (1, 1),
        ["sequence"] = (2, 3),
        ["size"] = (1, 1),
        ["slice"] = (3, 3),
        ["sort_array"] = (1, 2),
        ["transform"] = (2, 2),
        ["try_element_at"] = (2, 2),

        // aggregates
        ["bit_and"] = (1, 1),
        ["bit_or"] = (1, 1),
        ["bool_and"] = (1, 1),
        ["bool_or"] = (1, 1),
        ["collect_list"] = (1, 1),
        ["collect_set"] = (1, 1),
        ["count"] = (1, 1),
        ["count_if"] = (1, 1),
        ["grouping"] = (1, 1),
        ["max"] = (1, 1),
        ["max_by"] = (2, 2),
        ["min"] = (1, 1),
        ["min_by"] = (2, 2),
        ["percentile"] = (2, 2),
        ["sum"] = (1, 1),

        // windows
        ["dense_rank"] = (0, 0),
        ["first_value"] = (1, 1),
        ["lag"] = (1, 3),
        ["last_value"] = (1, 1),
        ["lead"] = (1, 3),
        ["ntile"] = (1, 1),
        ["rank"] = (0, 0),
        ["row_number"] = (0, 0),
    };

    private static readonly HashSet<string> Aggregates =
    [
        "bit_and",
        "bit_or",
        "bool_and",
        "bool_or",
        "collect_list",
        "collect_set",
        "count",
        "count_if",
        "max",
        "max_by",
        "min",
        "min_by",
        "percentile",
        "sum",
    ];

    private static readonly Dictionary<string, string> Instead = new()
    {
        ["aggregate"] = "explode the list and group the rows",
        ["any_value"] = "max_by(v, k) with a unique k",
        ["approx_count_distinct"] = "count(distinct x)",
        ["approx_percentile"] = "percentile(x, 0.5) of integers",
        ["array_agg"] = "sort_array(collect_list(x))",
        ["arrays_overlap"] = "size(array_intersect(a, b)) > 0",
        ["arrays_zip"] = "posexplode both lists and join on the position",
        ["avg"] = "CAST(CAST(sum(x) AS BIGINT) AS DOUBLE) / count(x)",
        ["bround"] = "CAST(floor(x + 5e-1) AS BIGINT)",
        ["cardinality"] = "size(a)",
        ["cbrt"] = "a table of integers computed beforehand, joined",
        ["ceiling"] = "CAST(ceil(x) AS BIGINT)",
        ["char"] = "chr(n)",
        ["char_length"] = "length(s)",
        ["crc32"] = "pmod(CAST(conv(substr(md5(k), 1, 15), 16, 10) AS BIGINT), n)",
        ["current_date"] = "a parameter such as :as_of",
        ["current_timestamp"] = "a parameter such as :as_of",
        ["date_diff"] = "datediff(later, earlier)",
        ["date_format"] = "CAST(d AS STRING), or year(d), month(d), day(d) with lpad",
        ["date_part"] = "year(d), month(d), day(d), dayofweek(d) and the like",
        ["dateadd"] = "date_add(d, n)",
        ["dayofmonth"] = "day(d)",
        ["element_at"] = "try_element_at(a, i) from 1, or get(a, i) from 0",
        ["equal_null"] = "a IS NOT DISTINCT FROM b",
        ["exists"] = "size(filter(a, x -> ...)) > 0",
        ["exp"] = "a table of integers computed beforehand, joined",
        ["explode_outer"] = "LEFT JOIN LATERAL explode(a) AS e(v) ON true",
        ["extract"] = "year(d), month(d), day(d), dayofweek(d) and the like",
        ["first"] = "max_by(v, k) with a unique k",
        ["forall"] = "size(filter(a, x -> NOT ...)) = 0",
        ["from_json"] = "get_json_object(j, '$.a')",
        ["from_unixtime"] = "timestamp_seconds(n), and CAST(... AS DATE)",
        ["hash"] = "pmod(CAST(conv(substr(md5(k), 1, 15), 16, 10) AS BIGINT), n)",
        ["isnan"] = "no test for it: the guards let no NaN in, and the subset makes none",
        ["isnotnull"] = "x IS NOT NULL",
        ["isnull"] = "x IS NULL",
        ["last"] = "max_by(v, k) with a unique k",
        ["left"] = "substr(s, 1, n)",
        ["ln"] = "a table of integers computed beforehand, joined",
        ["locate"] = "instr(s, part)",
        ["log"] = "a table of integers computed beforehand, joined",
        ["log10"] = "a table of integers computed beforehand, joined",
        ["log2"] = "a table of integers computed beforehand, joined",
        ["ltrim"] = "trim(LEADING ' ' FROM s)",
        ["map"] = "rows of key and value, joined",
        ["map_from_arrays"] = "rows of key and value, joined",
        ["mod"] = "a % nullif(b, 0)",
        ["negative"] = "-x",
        ["now"] = "a parameter such as :as_of",
        ["nvl2"] = "if(x IS NOT NULL, a, b)",
        ["percentile_approx"] = "percentile(x, 0.5) of integers",
        ["position"] = "instr(s, part)",
        ["pow"] = "a table of integers computed beforehand, joined",
        ["power"] = "a table of integers computed beforehand, joined",
        ["rand"] = "a bucket: pmod(CAST(conv(substr(md5(k), 1, 15), 16, 10) AS BIGINT), n)",
        ["range"] = "explode(sequence(0, n)) AS r(i)",
        ["reduce"] = "explode the list and group the rows",
        ["regexp"] = "regexp_like(s, p)",
        ["right"] = "substr(s, -n)",
        ["rint"] = "CAST(floor(x + 5e-1) AS BIGINT)",
        ["rlike"] = "regexp_like(s, p)",
        ["round"] = "CAST(floor(x + 5e-1) AS BIGINT)",
        ["rtrim"] = "trim(TRAILING ' ' FROM s)",
        ["sign"] = "CASE WHEN x > 0 THEN 1 WHEN x < 0 THEN -1 ELSE 0 END",
        ["signum"] = "CASE WHEN x > 0 THEN 1 WHEN x < 0 THEN -1 ELSE 0 END",
        ["struct"] = "named_struct('a', x, 'b', y)",
        ["substring"] = "substr(s, p, n)",
        ["substring_index"] = "split_part(s, ',', n)",
        ["to_timestamp"] = "try_cast(s AS TIMESTAMP) behind a guard",
        ["try_add"] = "CAST both sides AS BIGINT, then +",
        ["try_multiply"] = "CAST both sides AS BIGINT, then *",
        ["try_subtract"] = "CAST both sides AS BIGINT, then -",
        ["unix_micros"] = "unix_seconds(t)",
        ["unix_millis"] = "unix_seconds(t)",
        ["uuid"] = "a key made of the row's own columns",
        ["xxhash64"] = "pmod(CAST(conv(substr(md5(k), 1, 15), 16, 10) AS BIGINT), n)",
        ["zip_with"] = "posexplode both lists and join on the position",
    };

    private static readonly HashSet<string> Lists =
    [
        "array",
        "array_append",
        "array_compact",
        "array_distinct",
        "array_except",
        "array_intersect",
        "array_prepend",
        "array_remove",
        "array_repeat",
        "array_sort",
        "array_union",
        "collect_list",
        "collect_set",
        "filter",
        "flatten",
        "sequence",
        "slice",
        "sort_array",
        "split",
        "transform",
    ];

    /// <summary>The names of all functions that a model may call.</summary>
    public static IReadOnlyCollection<string> Names => Arities.Keys;

    public static bool TryGetArity(string name, out (int Least, int Most) arity) => Arities.TryGetValue(name, out arity);

    /// <summary>Whether a function makes one value of many rows.</summary>
    public static bool IsAggregate(string name) => Aggregates.Contains(name);

    public static string InsteadOf(string name) =>
        Instead.TryGetValue(name, out var text)
            ? $"write {text}"
            : "only functions of the portable subset mean the same on every engine: write it with those, or compute it before the model";

    public static bool IsAggregateMacro(string name) => name is "collect_list" or "collect_set" or "count_if" or "max_by" or "min_by" or "percentile";

    public static bool GivesList(string name) => Lists.Contains(name);
}
