using System.Globalization;
using System.Reflection;
using System.Text.Json;
using SparkReco.Ingest;

namespace SparkReco.Configuration;

/// <summary>A setting as it is documented: where it stands, what it may be, and what it means.</summary>
public sealed record SettingDescription(string Path, string Default, string Allowed, string Meaning);

/// <summary>
/// Reads settings by dotted path from the layers, and knows the lines of those that stand in the file. Errors are collected, so that all of them are shown at once; each setting that is asked for is remembered, which makes
/// unknown keys known and the documentation complete.
/// </summary>
internal sealed class SettingsReader(string file, ConfigurationValue root, ISettingLayers layers)
{
    /// <summary>Stands for the name of a section in descriptions.</summary>
    public const string AnyName = "<name>";

    private readonly List<SettingDescription> _known = [];
    private readonly List<string> _named = [];
    private readonly List<(int Line, string Text)> _errors = [];

    public IReadOnlyList<SettingDescription> Known => _known;

    /// <summary>A section with all settings that its properties declare, and the sections in it.</summary>
    public T Section<T>()
        where T : new() => (T)SectionOf(typeof(T), "");

    /// <summary>One of several sections that are known by name: its settings stand below its path.</summary>
    public T Section<T>(string path)
        where T : new() => (T)SectionOf(typeof(T), path + ".");

    private object SectionOf(Type type, string prefix)
    {
        var section = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().OrderBy(property => property.MetadataToken))
        {
            if (property.GetCustomAttribute<SettingAttribute>() is { } setting)
                property.SetValue(section, Read(setting, prefix + setting.Path, property.GetValue(section)!));
            else if (property.PropertyType.GetProperties().Any(inner => inner.IsDefined(typeof(SettingAttribute))))
                property.SetValue(section, SectionOf(property.PropertyType, prefix));
        }

        return section;
    }

    private object Read(SettingAttribute setting, string path, object @default) =>
        @default switch
        {
            int number => Int(path, number, setting.Min, setting.Max, setting.Meaning),
            decimal price => Price(path, price, setting.Meaning),
            string text => Text(path, text, setting.Meaning),
            Enum choice => Choice(path, choice, setting.Meaning),
            IReadOnlyList<string> names => Names(path, names, setting.Meaning),
            IReadOnlyList<int> numbers => Ints(path, numbers, setting.Min, setting.Max, setting.Meaning),
            _ => throw new NotSupportedException($"no setting has the type {@default.GetType()}"),
        };

    public int Int(string path, int @default, int min, int max, string meaning)
    {
        Describe(path, @default.ToString(CultureInfo.InvariantCulture), $"{min} to {max}", meaning);
        var (text, line) = Scalar(path, "a whole number");
        if (text is null)
            return @default;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        return Fail(line, $"'{path}' is {Shown(text)}, but must be a whole number from {min} to {max}", @default);
    }

    private decimal Price(string path, decimal @default, string meaning)
    {
        Describe(path, @default.ToString(CultureInfo.InvariantCulture), "an amount of money", meaning);
        var (text, line) = Scalar(path, "an amount of money");
        if (text is null)
            return @default;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return value;
        return Fail(line, $"'{path}' is {Shown(text)}, but must be an amount of money such as 0.05", @default);
    }

    public bool Choice(string path, string no, string yes, string meaning)
    {
        Describe(path, no, $"{no}, {yes}", meaning);
        var (text, line) = Scalar(path, "a word");
        if (text is null || text == no)
            return false;
        return text == yes || Fail(line, $"'{path}' is {Shown(text)}, but must be '{no}' or '{yes}'{NearestName.Hint(text, [no, yes])}", false);
    }

    public T Choice<T>(string path, T @default, string meaning)
        where T : struct, Enum => (T)Choice(path, (Enum)@default, meaning);

    private Enum Choice(string path, Enum @default, string meaning)
    {
        var names = Enum.GetNames(@default.GetType()).Select(name => name.ToLowerInvariant()).ToArray();
        Describe(path, @default.ToString().ToLowerInvariant(), string.Join(", ", names), meaning);
        var (text, line) = Scalar(path, "a word");
        if (text is null)
            return @default;
        return names.Contains(text)
            ? (Enum)Enum.Parse(@default.GetType(), text, ignoreCase: true)
            : Fail(line, $"'{path}' is {Shown(text)}, but must be one of {string.Join(", ", names)}{NearestName.Hint(text, names)}", @default);
    }

    public string Text(string path, string @default, string meaning)
    {
        Describe(path, @default, "text", meaning);
        var (text, line) = Scalar(path, "text");
        return text switch
        {
            null => @default,
            "" => Fail(line, $"'{path}' is empty", @default),
            _ => text,
        };
    }

    public DateOnly Date(string path, string meaning)
    {
        Describe(path, "required", "a day, yyyy-MM-dd", meaning);
        var (text, line) = Scalar(path, "a day");
        if (text is null)
            return Fail(1, $"'{path}' is missing: set it, or give --run-date YYYY-MM-DD", default(DateOnly));
        return
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 2000 and < 2100
            ? day
            : Fail(line, $"'{path}' is {Shown(text)}, but must be a day from 2000 to 2099, written yyyy-MM-dd", default(DateOnly));
    }

    public IReadOnlyList<int> Ints(string path, IReadOnlyList<int> @default, int min, int max, string meaning)
    {
        Describe(path, $"[{string.Join(", ", @default)}]", $"a list of rising whole numbers from {min} to {max}", meaning);
        var (texts, line) = Strings(path);
        if (texts is null)
            return @default;
        var values = texts.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1).ToArray();
        var isGood =
            values.Length is > 0 and <= 10
            && values.All(value => value >= min && value <= max)
            && values.Zip(values.Skip(1)).All(pair => pair.First < pair.Second);
        return isGood ? values : Fail(line, $"'{path}' must be a list of 1 to 10 rising whole numbers from {min} to {max}", @default);
    }

    private IReadOnlyList<string> Names(string path, IReadOnlyList<string> @default, string meaning)
    {
        Describe(path, $"[{string.Join(", ", @default.Select(name => $"\"{name}\""))}]", "a list of names", meaning);
        return Strings(path).Texts ?? @default;
    }

    /// <summary>The paths of an input; null where an optional input is absent.</summary>
    public IReadOnlyList<string>? Paths(string path, bool isRequired, string meaning)
    {
        Describe(path, isRequired ? "required" : "none", "files, folders, globs", meaning);
        var (texts, line) = Strings(path);
        if (texts is null)
            return isRequired ? Fail(1, $"'{path}' is missing: name the files or folders to read", Array.Empty<string>()) : null;
        return texts.Count > 0 && texts.All(text => text.Length > 0)
            ? texts
            : Fail(line, $"'{path}' must name at least one file, folder or glob, and none may be empty or null", Array.Empty<string>());
    }

    /// <summary>The columns of files without a header; null where they have one.</summary>
    public IReadOnlyList<string>? Columns(string path, string meaning)
    {
        Describe(path, "[]", "a list of names, each once", meaning);
        var (texts, line) = Strings(path);
        if (texts is null or [])
            return null;
        return texts.All(text => text.Length > 0) && texts.Distinct().Count() == texts.Count
            ? texts
            : Fail<IReadOnlyList<string>?>(line, $"'{path}' must be a list of names, none of them empty or twice", null);
    }

    /// <summary>The field mapping of an input: <c>"field": "column"</c>, or an object with column, constant, join, values and so on.</summary>
    public IReadOnlyDictionary<string, FieldMapping> Fields(string path, RawTable table, string meaning)
    {
        Describe(path, "the columns of the fields' own names", "see Field mapping", meaning);
        var mappings = new Dictionary<string, FieldMapping>();
        if (Find(path) is not { } node)
            return mappings;
        if (!node.IsObject)
            return Fail(node.Line, $"'{path}' must be an object: \"field\": \"column\"", mappings);
        var names = table.Fields.Select(field => field.Name).ToArray();
        foreach (var (field, value) in node.Members)
        {
            if (!names.Contains(field))
                _errors.Add(
                    (
                        value.Line,
                        $"'{path}.{field}' is not a field of {path[..path.LastIndexOf('.')]}{NearestName.Hint(field, names)} (its fields: {string.Join(", ", names)})"
                    )
                );
            else if (Mapping($"{path}.{field}", value) is { } mapping)
            {
                mappings[field] = mapping;
                foreach (var (part, problem) in MappingCheck.Problems(table, table.Fields.First(known => known.Name == field), mapping))
                    _errors.Add((value.Line, $"'{path}.{field}{(part is null ? "" : $".{part}")}' {problem}"));
            }
        }

        return mappings;
    }

    /// <summary>Reads sections that the configuration gives names, in its order.</summary>
    /// <param name="path">Where they stand.</param>
    /// <param name="read">Reads one, by its path and its name.</param>
    /// <param name="meaning">What they are; null where each of their settings is described, under the name &lt;name&gt;.</param>
    public IReadOnlyDictionary<string, T> Named<T>(string path, Func<string, string, T> read, string? meaning = null)
    {
        _named.Add(path);
        if (meaning is null)
        {
            var errors = _errors.Count;
            read($"{path}.{AnyName}", AnyName);
            _errors.RemoveRange(errors, _errors.Count - errors);
        }
        else
        {
            Describe(path, "{}", "\"name\": { ... }", meaning);
        }

        var section = Find(path);
        if (section is { IsObject: false, IsNull: false })
            Fail(section.Line, $"'{path}' must be an object: \"name\": {{ ... }}", 0);
        Dictionary<string, T> found = [];
        var outside = layers
            .Outside.Where(setting => setting.StartsWith(path + ".", StringComparison.Ordinal))
            .Select(setting => setting[(path.Length + 1)..].Split('.')[0]);
        foreach (var name in (section?.Members.Keys ?? []).Concat(outside).Distinct())
        {
            if (name.Length > 0 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_'))
                found[name] = read($"{path}.{name}", name);
            else
                Fail(section?.Line ?? 0, $"'{path}.{name}' is not a name: small letters, digits, - and _", 0);
        }

        return found;
    }

    /// <summary>Whether one of some settings is set.</summary>
    public bool IsSet(params IEnumerable<string> paths) =>
        paths.Any(path => Find(path) is { IsNull: false } || layers.Outside.Any(outside => outside == path || ListOf(outside) == path));

    /// <summary>Adds a problem that concerns several settings.</summary>
    public void Require(bool isGood, string path, string problem)
    {
        if (!isGood)
            _errors.Add((Find(path)?.Line ?? 1, problem));
    }

    /// <exception cref="ConfigurationException">Anything was wrong; the message lists every problem, one a line.</exception>
    public void ThrowIfWrong()
    {
        var names = _known.Select(setting => setting.Path).Where(path => !path.Contains(AnyName, StringComparison.Ordinal)).Except(_named).ToArray();
        ReportUnknown("", root, names);
        foreach (var path in layers.Outside.Where(path => !names.Contains(path) && !names.Contains(ListOf(path))))
            _errors.Add((0, $"'{path}' is not a setting{NearestName.Hint(path, names)}"));
        if (_errors.Count == 0)
            return;
        var lines = _errors
            .Distinct()
            .OrderBy(error => error.Line)
            .Select(error => error.Line > 0 ? $"{file}:{error.Line}: {error.Text}" : error.Text);
        throw new ConfigurationException(string.Join(Environment.NewLine, lines));
    }

    private void ReportUnknown(string prefix, ConfigurationValue node, string[] names)
    {
        foreach (var (name, value) in node.Members)
        {
            var path = prefix + name;
            if (names.Contains(path))
                continue;
            if (_named.Contains(path) || names.Any(known => known.StartsWith(path + ".", StringComparison.Ordinal)))
            {
                if (value.IsObject)
                    ReportUnknown(path + ".", value, names);
                else if (!value.IsNull)
                    _errors.Add((value.Line, $"'{path}' must be an object with settings, in braces"));
                continue;
            }

            var siblings = names
                .Where(known => known.StartsWith(prefix, StringComparison.Ordinal))
                .Select(known => known[prefix.Length..].Split('.')[0])
                .Distinct()
                .ToArray();
            var hint = NearestName.Hint(name, siblings);
            if (hint.Length == 0 && names.FirstOrDefault(known => known.EndsWith("." + name, StringComparison.Ordinal)) is { } elsewhere)
                hint = $"; did you mean '{elsewhere}'?";
            _errors.Add((value.Line, $"'{path}' is not a setting{hint}"));
        }
    }

    private FieldMapping? Mapping(string path, ConfigurationValue value)
    {
        if (value.Kind == JsonTokenType.String)
            return new FieldMapping { Column = value.Text };
        if (!value.IsObject)
            return Fail<FieldMapping?>(
                value.Line,
                $"'{path}' must be a column's name or an object with 'column', 'first', 'join' or 'constant'",
                null
            );
        foreach (var (key, member) in value.Members)
        {
            if (!MappingKeys.TryGetValue(key, out var part))
                _errors.Add(
                    (
                        member.Line,
                        $"'{path}.{key}' is not part of a field mapping{NearestName.Hint(key, MappingKeys.Keys)} (it may have: {string.Join(", ", MappingKeys.Keys)})"
                    )
                );
            else if (!part.IsGood(member))
                _errors.Add((member.Line, $"'{path}.{key}' must be {part.Expected}"));
        }

        string? Text(string key) => value.Members.TryGetValue(key, out var member) ? member.Text : null;
        IReadOnlyList<string>? List(string key) => value.Members.TryGetValue(key, out var member) ? Texts(member) : null;
        return new FieldMapping
        {
            Column = Text("column"),
            First = List("first"),
            Join = List("join"),
            Constant = Text("constant"),
            Separator = Text("separator"),
            Split = Text("split"),
            Take = Word<Take>(Text("take")),
            Null = List("null"),
            Values = value.Members.TryGetValue("values", out var values)
                ? values.Members.ToDictionary(pair => pair.Key, pair => pair.Value.Text)
                : null,
            Otherwise = Text("otherwise"),
            Format = List("format"),
            Zone = Text("zone"),
            Unit = Word<DurationUnit>(Text("unit")),
            Decimal = Word<DecimalMark>(Text("decimal")),
            PlusDays = Text("plus_days"),
        };
    }

    /// <summary>What a field mapping may have, in the order in which it works, and what each must be.</summary>
    private static readonly Dictionary<string, (string Expected, Func<ConfigurationValue, bool> IsGood)> MappingKeys = new()
    {
        ["column"] = ("text", IsText),
        ["first"] = ("a list of columns", IsListOfTexts),
        ["join"] = ("a list of columns", IsListOfTexts),
        ["constant"] = ("text", IsText),
        ["split"] = ("text", IsText),
        ["take"] = WordsOf<Take>(),
        ["separator"] = ("text", IsText),
        ["null"] = ("a text or a list of texts", IsTextOrTexts),
        ["values"] = ("an object: \"text\": \"replacement\"", value => value.IsObject),
        ["otherwise"] = ("text", IsText),
        ["format"] = ("a format or a list of formats", IsTextOrTexts),
        ["zone"] = ("text", IsText),
        ["unit"] = WordsOf<DurationUnit>(),
        ["decimal"] = WordsOf<DecimalMark>(),
        ["plus_days"] = ("text", IsText),
    };

    private static bool IsText(ConfigurationValue value) => !value.IsArray && !value.IsObject && !value.IsNull;

    private static bool IsListOfTexts(ConfigurationValue value) => value.IsArray && value.Items.All(item => item.Kind == JsonTokenType.String);

    private static bool IsTextOrTexts(ConfigurationValue value) => IsText(value) || (value.IsArray && value.Items.All(IsText));

    private static (string Expected, Func<ConfigurationValue, bool> IsGood) WordsOf<T>()
        where T : struct, Enum => ($"one of {string.Join(", ", NamesOf<T>())}", value => IsText(value) && Word<T>(value.Text) is not null);

    private static T? Word<T>(string? text)
        where T : struct, Enum
    {
        var place = text is null ? -1 : Array.IndexOf(NamesOf<T>(), text);
        return place < 0 ? null : Enum.GetValues<T>()[place];
    }

    private static string[] NamesOf<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    /// <summary>One text, or the texts of a list; null stands for no value.</summary>
    private static string[] Texts(ConfigurationValue value) => value.IsArray ? [.. value.Items.Select(TextOf)] : [TextOf(value)];

    private static string TextOf(ConfigurationValue value) => value.IsNull ? "" : value.Text;

    /// <summary>The row filter of an input: <c>"column": "text"</c>, a list of texts, or an object with <c>is</c> and <c>is_not</c>.</summary>
    public IReadOnlyDictionary<string, RowCondition> Where(string path, string meaning)
    {
        Describe(path, "{}", "see Row filter", meaning);
        var conditions = new Dictionary<string, RowCondition>();
        if (Find(path) is not { } node)
            return conditions;
        if (!node.IsObject)
            return Fail(node.Line, $"'{path}' must be an object: \"column\": [\"text\", ...]", conditions);
        foreach (var (column, value) in node.Members)
        {
            var sides = value.IsObject ? value.Members : new Dictionary<string, ConfigurationValue> { ["is"] = value };
            if (
                sides.Count > 0
                && sides.All(side =>
                    side.Key is "is" or "is_not" && !side.Value.IsObject && side.Value.Items.All(item => !item.IsArray && !item.IsObject)
                )
            )
                conditions[column] = new RowCondition
                {
                    Is = sides.TryGetValue("is", out var wanted) ? Texts(wanted) : null,
                    IsNot = sides.TryGetValue("is_not", out var unwanted) ? Texts(unwanted) : null,
                };
            else
                _errors.Add((value.Line, $"'{path}.{column}' must be a text, a list of texts, or an object with 'is' and 'is_not'"));
        }

        return conditions;
    }

    private void Describe(string path, string @default, string allowed, string meaning) =>
        _known.Add(new SettingDescription(path, @default, allowed, meaning));

    private (string? Text, int Line) Scalar(string path, string expected)
    {
        if (layers.Outside.Contains(path))
            return (layers.Find(path), 0);
        var node = Find(path);
        if (node is null || node.IsNull)
            return (null, 0);
        return node.IsObject || node.IsArray
            ? (Fail<string?>(node.Line, $"'{path}' must be {expected}", null), node.Line)
            : (node.Kind is JsonTokenType.True or JsonTokenType.False ? node.Text : layers.Find(path), node.Line);
    }

    private (IReadOnlyList<string>? Texts, int Line) Strings(string path)
    {
        if (layers.Outside.Any(outside => outside == path || ListOf(outside) == path))
            return (layers.FindList(path), 0);
        var node = Find(path);
        if (node is null || node.IsNull)
            return (null, 0);
        // A layer tells an empty list, null, or anything in braces from an empty text no more.
        if (node.IsArray && node.Items.Count == 0)
            return ([], node.Line);
        if (node.IsObject || node.Items.Any(item => item.IsNull || item.IsObject || item.IsArray))
            return ([""], node.Line);
        return (layers.FindList(path) ?? [], node.Line);
    }

    /// <summary>The list that an item outside the file belongs to.</summary>
    private static string ListOf(string path) => path[(path.LastIndexOf('.') + 1)..].All(char.IsAsciiDigit) ? path[..path.LastIndexOf('.')] : path;

    private ConfigurationValue? Find(string path)
    {
        var node = root;
        foreach (var name in path.Split('.'))
        {
            if (!node.Members.TryGetValue(name, out node!))
                return null;
        }

        return node;
    }

    private T Fail<T>(int line, string problem, T value)
    {
        _errors.Add((line, problem));
        return value;
    }

    private static string Shown(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}...'";
}
