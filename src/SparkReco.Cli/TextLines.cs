using System.Text;
using Spectre.Console;

namespace SparkReco.Cli;

/// <summary>Plain lines that fit a console.</summary>
internal static class TextLines
{
    private const int WidestLine = 120;

    extension(IAnsiConsole console)
    {
        /// <summary>The columns that lines may take: those of the terminal, and no more than one reads.</summary>
        public int FittingWidth => Math.Min(console.Profile.Width, WidestLine) - 1;

        /// <summary>Writes a text, broken between words into lines that fit.</summary>
        public void WriteText(string text) => console.WriteText(text, console.FittingWidth);

        /// <inheritdoc cref="WriteText(IAnsiConsole, string)"/>
        public void WriteText(string text, int width)
        {
            if (text.Length <= width)
            {
                console.WriteLine(text);
                return;
            }

            var line = new StringBuilder();
            foreach (var word in text.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    console.WriteLine(line.ToString());
                    line.Clear();
                }

                line.Append(line.Length > 0 ? " " : "").Append(word);
            }

            console.WriteLine(line.ToString());
        }

        /// <summary>Writes one line: a text that is cut where it has to be, and an end that is not.</summary>
        public void WriteFitting(string text, string end = "") => console.WriteLine(Cut(text, Math.Max(20, console.FittingWidth - end.Length)) + end);
    }

    /// <summary>A text of no more than so many characters.</summary>
    public static string Cut(string text, int width) => text.Length <= width ? text : text[..Math.Max(0, width - 1)] + "…";
}
