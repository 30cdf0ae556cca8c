namespace SparkReco.Ingest;

/// <summary>
/// The values of one source row, by slot. A slot is a source column that some field needs. Values are ranges of the row's text or of a
/// scratch buffer, so that a plain row costs no allocation; or they are kept from row to row until they change.
/// </summary>
internal sealed class SourceRow(int slots)
{
    private readonly Cell[] _cells = new Cell[slots];
    private readonly List<(int Slot, string Text)> _flaws = [];
    private readonly ByteBuilder[] _kept = [.. Enumerable.Range(0, slots).Select(_ => new ByteBuilder())];
    private byte[] _scratch = new byte[4096];
    private int _used;
    private byte[] _text = [];
    private long _begun;

    private enum State : byte
    {
        Absent,
        Null,
        Text,
        Scratch,
        Kept,
    }

    /// <summary>Counts the changes of slots.</summary>
    public long Changes { get; private set; }

    /// <summary>Why the row is bad; its values must then be ignored.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether some slot's value is damaged.</summary>
    public bool HasFlaws => _flaws.Count > 0;

    /// <summary>The hash of all values that fill no field, whatever their order; 0 when there are none.</summary>
    public ulong Rest { get; set; }

    public void Begin(byte[] text)
    {
        Rest = 0;
        _text = text;
        _used = 0;
        Problem = null;
        _flaws.Clear();
        Array.Clear(_cells);
        _begun = ++Changes;
    }

    /// <summary>Begins a row that has the values of the previous one, all of them kept or null, until they are set.</summary>
    public void BeginSimilar()
    {
        Problem = null;
        _flaws.Clear();
    }

    /// <summary>Whether the slots are what they were when <see cref="Changes"/> had the given value.</summary>
    public bool IsUnchanged(ReadOnlySpan<int> slots, long since)
    {
        if (_begun > since)
            return false;

        foreach (var slot in slots)
        {
            if (_cells[slot].Changed > since)
                return false;
        }

        return true;
    }

    public bool IsSet(int slot) => _cells[slot].State != State.Absent;

    public bool HasValue(int slot) => _cells[slot].State > State.Null;

    /// <summary>Whether the value is the elements of an array, with a NUL between them, which is in no other value.</summary>
    public bool IsList(int slot) => _cells[slot].IsList;

    public ReadOnlySpan<byte> Value(int slot)
    {
        ref readonly var cell = ref _cells[slot];
        if (cell.State == State.Kept)
            return _kept[slot].Span;

        var buffer = cell.State == State.Text ? _text : _scratch;
        return buffer.AsSpan(cell.Start, cell.Length);
    }

    /// <summary>The first of the slots that holds a value, or -1.</summary>
    public int FirstWithValue(ReadOnlySpan<int> slots)
    {
        foreach (var slot in slots)
        {
            if (HasValue(slot))
                return slot;
        }

        return -1;
    }

    public void SetNull(int slot) => _cells[slot] = new(State.Null, 0, 0) { Changed = ++Changes };

    /// <summary>Forgets a slot's value.</summary>
    public void Unset(int slot) => _cells[slot] = new(State.Absent, 0, 0) { Changed = ++Changes };

    public void SetText(int slot, int start, int length) => _cells[slot] = new(State.Text, start, length);

    /// <summary>Space for a value that is not part of the row's text. <see cref="SetScratch"/> takes what was written to its front.</summary>
    public Span<byte> Scratch(int length)
    {
        if (_scratch.Length - _used < length)
            Array.Resize(ref _scratch, Math.Max(_scratch.Length * 2, _used + length));

        return _scratch.AsSpan(_used, length);
    }

    public void SetScratch(int slot, int length)
    {
        _cells[slot] = new(State.Scratch, _used, length);
        _used += length;
    }

    public void SetCopy(int slot, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Scratch(value.Length));
        SetScratch(slot, value.Length);
    }

    /// <summary>Sets the elements of an array, with a NUL between them.</summary>
    public void SetList(int slot, ReadOnlySpan<byte> elements)
    {
        SetCopy(slot, elements);
        _cells[slot] = _cells[slot] with { IsList = true };
    }

    /// <summary>Sets a value that stays in the rows that begin similar.</summary>
    public void SetKept(int slot, ReadOnlySpan<byte> value, bool isList = false)
    {
        _kept[slot].Replace(value);
        _cells[slot] = new(State.Kept, 0, value.Length) { Changed = ++Changes, IsList = isList };
    }

    /// <summary>Adds a value that fills no field, under the hash of its name.</summary>
    public void AddRest(ulong name, ReadOnlySpan<byte> value) => Rest += RowHash.Add(name, RowHash.Of(value));

    /// <summary>Says what is wrong with a slot's value: the first flaw is the one that is told.</summary>
    public void Flaw(int slot, string text) => _flaws.Add((slot, text));

    /// <summary>What is wrong with the value of one of the slots; null for nothing.</summary>
    public string? FlawOf(ReadOnlySpan<int> slots)
    {
        foreach (var (slot, text) in _flaws)
        {
            if (slots.Contains(slot))
                return text;
        }

        return null;
    }

    /// <summary>The first problem of a row is the one that is told.</summary>
    public void Fail(string problem) => Problem ??= problem;

    /// <summary>Replaces what was told so far: the row could not be read at all.</summary>
    public void FailWhole(string problem) => Problem = problem;

    private readonly record struct Cell(State State, int Start, int Length)
    {
        public long Changed { get; init; }

        public bool IsList { get; init; }
    }
}
