using System.Runtime.InteropServices;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Native memory for the long strings of one data chunk. Blocks never move, so strings may point into them until the reset.</summary>
internal sealed unsafe class StringArena : IDisposable
{
    private const int BlockBytes = 1 << 20;

    private readonly List<(nint Address, int Length)> _blocks = [];
    private int _block = -1;
    private int _used;

    /// <summary>Bytes stored since the reset.</summary>
    public long Used { get; private set; }

    public byte* Store(ReadOnlySpan<byte> text)
    {
        if (_block < 0 || _blocks[_block].Length - _used < text.Length)
            NextBlock(text.Length);

        var target = (byte*)_blocks[_block].Address + _used;
        text.CopyTo(new Span<byte>(target, text.Length));
        _used += text.Length;
        Used += text.Length;
        return target;
    }

    /// <summary>Forgets all strings and keeps one ordinary block.</summary>
    public void Reset()
    {
        while (_blocks.Count > 0 && (_blocks.Count > 1 || _blocks[^1].Length > BlockBytes))
        {
            NativeMemory.Free((void*)_blocks[^1].Address);
            _blocks.RemoveAt(_blocks.Count - 1);
        }

        _block = _blocks.Count - 1;
        _used = 0;
        Used = 0;
    }

    public void Dispose()
    {
        foreach ((var address, _) in _blocks)
            NativeMemory.Free((void*)address);

        _blocks.Clear();
        _block = -1;
    }

    private void NextBlock(int length)
    {
        var size = Math.Max(length, BlockBytes);
        _blocks.Add(((nint)NativeMemory.Alloc((nuint)size), size));
        _block = _blocks.Count - 1;
        _used = 0;
    }
}
