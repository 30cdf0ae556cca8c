using System.Buffers.Text;
using System.Text;

namespace SparkReco.LocalPersonalize.Data;

/// <summary>Takes the values of a column one after the other. What a value may not be is a <see cref="JobFailedException"/>.</summary>
internal abstract class ColumnBuilder(Field field)
{
    public const int LongestId = 256;
    public const int LongestWord = 1000;

    // What is longer of a text is cut off.
    private const int LongestText = 20_000;

    protected Field Field { get; } = field;

    public static ColumnBuilder For(Field field) => field.IsNumber ? new Numbers(field) : new Texts(field);

    /// <summary>Adds the value of a field of a CSV record.</summary>
    public abstract void Add(ReadOnlySpan<byte> value, bool isQuoted, long record);

    public abstract Column Build();

    protected JobFailedException Empty(long record) =>
        new($"Input CSV has an empty value in the column {Field.Name}, which is not nullable, in record {record}.");

    private sealed class Numbers(Field field) : ColumnBuilder(field)
    {
        private double[] _values = new double[1024];
        private int _count;

        public override void Add(ReadOnlySpan<byte> value, bool isQuoted, long record)
        {
            if (_count == _values.Length)
                Array.Resize(ref _values, _count * 2);
            _values[_count++] = Parse(value, record);
        }

        public override Column Build() => new NumberColumn(Field.Name, _values[.._count]);

        private double Parse(ReadOnlySpan<byte> value, long record)
        {
            if (value.IsEmpty)
                return Field.IsNullable ? double.NaN : throw Empty(record);
            if (Field.Type is "int" or "long")
            {
                if (Utf8Parser.TryParse(value, out long whole, out var length) && length == value.Length)
                    return whole;
            }
            else if (Utf8Parser.TryParse(value, out double number, out var length) && length == value.Length && double.IsFinite(number))
            {
                return number;
            }

            throw new JobFailedException($"Input CSV has a value in the column {Field.Name} that is not of type {Field.Type}, in record {record}.");
        }
    }

    private sealed class Texts(Field field) : ColumnBuilder(field)
    {
        private readonly Dictionary<string, int> _numbers = [];
        private readonly List<string> _words = [];
        private int[] _codes = new int[1024];
        private char[] _characters = new char[1024];
        private int _count;

        public override void Add(ReadOnlySpan<byte> value, bool isQuoted, long record)
        {
            if (_count == _codes.Length)
                Array.Resize(ref _codes, _count * 2);
            _codes[_count++] = Code(value, isQuoted, record);
        }

        public override Column Build() => new TextColumn(Field.Name, [.. _words], _codes[.._count]);

        private int Code(ReadOnlySpan<byte> value, bool isQuoted, long record)
        {
            if (value.IsEmpty && !isQuoted && Field.IsNullable)
                return -1;
            if (value.IsEmpty && (Field.Name.EndsWith("_ID", StringComparison.Ordinal) || !isQuoted))
                throw Empty(record);
            if (value.Length > _characters.Length)
                _characters = new char[value.Length];
            var text = _characters.AsSpan(0, Encoding.UTF8.GetChars(value, _characters));
            var limit = Limit();
            if (text.Length > limit)
            {
                if (!Field.IsTextual)
                    throw new JobFailedException($"Length cannot be more than {limit} characters for {Field.Name}");
                text = text[..limit];
            }

            if (Field.Type == "boolean" && text is not ("true" or "false"))
                throw new JobFailedException($"Input CSV has a value in the column {Field.Name} that is not of type boolean, in record {record}.");
            var numbers = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
            if (numbers.TryGetValue(text, out var code))
                return code;
            code = _words.Count;
            _words.Add(text.ToString());
            _numbers.Add(_words[code], code);
            return code;
        }

        private int Limit()
        {
            if (Field.Name is "USER_ID" or "ITEM_ID" or "EVENT_TYPE")
                return LongestId;
            return Field.IsTextual ? LongestText : LongestWord;
        }
    }
}
