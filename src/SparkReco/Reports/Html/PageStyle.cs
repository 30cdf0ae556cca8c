namespace SparkReco.Reports.Html;

/// <summary>The style of the page; colours follow the reader's light or dark setting, and print is always light.</summary>
internal static class PageStyle
{
    /// <summary>Rules beside those of the charts. They hold neither &lt; nor &amp;, so that the page stays well-formed XML.</summary>
    public const string Css = """
        :root {
          --page: light-dark(#f4f6f8, #10161d);
          --card: light-dark(#ffffff, #182029);
          --text: light-dark(#1f2933, #e6eaef);
          --muted: light-dark(#55606e, #a5b1be);
          --line: light-dark(#d9dfe5, #33404d);
          --link: light-dark(#1f5a9e, #8ab8ee);
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 0.5rem; }
        body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
        header, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 1.25rem; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
        h2 { font-size: 1.3rem; line-height: 1.25; margin: 0 0 0.5rem; }
        h3 { font-size: 1.02rem; line-height: 1.3; margin: 0 0 0.25rem; }
        p { margin: 0 0 0.75rem; max-width: 50rem; }
        a { color: var(--link); }
        header p { margin: 0.2rem 0 0.5rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; list-style: none; margin: 0 0 0.9rem; padding: 0; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.25rem 0.75rem; }
        .muted, .note, footer, caption { color: var(--muted); }
        .note { font-size: 0.9rem; }
        footer { font-size: 0.85rem; padding-bottom: 2rem; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.5rem; margin: 0 0 1.25rem; }
        .takeaway { font-size: 1.08rem; font-weight: 600; }
        .notice { border-left: 4px solid var(--chart-2); padding: 0.4rem 0 0.4rem 0.9rem; }
        figure, .block { margin: 1.4rem 0 0; }
        ul + h3, dl + h3, figure + h3, details + h3 { margin-top: 1.4rem; }
        .chart { max-width: 800px; }
        .scroll { overflow-x: auto; }
        .verdict { border: 1px solid var(--line); border-left-width: 8px; border-radius: 8px; padding: 0.8rem 1.1rem; margin: 0 0 1rem; }
        .verdict p { margin: 0.3rem 0 0; max-width: none; }
        .verdict .words { font-size: 1.45rem; font-weight: 700; line-height: 1.25; margin: 0; }
        .verdict .do strong { margin-right: 0.4em; }
        .verdict.baseline { border-left-color: var(--chart-1); }
        .verdict.personalize { border-left-color: var(--chart-2); }
        .verdict.even, .verdict.open { border-left-color: var(--chart-even); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0.9rem; margin: 0 0 1.25rem; padding: 0; max-width: none; list-style: none; }
        .figures > li { border: 1px solid var(--line); border-radius: 8px; padding: 0.75rem 0.9rem; }
        .figures .name { font-size: 0.9rem; font-weight: 600; margin: 0 0 0.35rem; }
        .figures .lines { display: flex; flex-wrap: wrap; gap: 0.4rem 2rem; }
        .figures .lines p { margin: 0; font-size: 0.82rem; color: var(--muted); line-height: 1.35; }
        .figures strong { display: block; font-size: 1.5rem; line-height: 1.2; color: var(--text); font-variant-numeric: tabular-nums; white-space: nowrap; }
        .figures .note { margin: 0.45rem 0 0; font-size: 0.85rem; }
        dl { margin: 0.5rem 0; }
        dl > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; padding: 0.45rem 0; border-top: 1px solid var(--line); }
        dt { font-weight: 600; }
        dd { margin: 0; }
        ul { padding-left: 1.3rem; margin: 0.4rem 0 0.75rem; max-width: 50rem; }
        details { margin: 0.9rem 0 0; }
        summary { cursor: pointer; color: var(--link); }
        table { border-collapse: collapse; font-size: 0.9rem; margin: 0.5rem 0; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
        caption { text-align: left; font-size: 0.85rem; padding-bottom: 0.25rem; }
        th, td { padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        thead th { border-bottom-width: 2px; vertical-align: bottom; }
        th.text, td.text { text-align: left; min-width: 7rem; max-width: 24rem; overflow-wrap: anywhere; }
        th.number, td.number { text-align: right; padding-left: 0.75rem; }
        tbody th { font-weight: 500; }
        th.number + th.text, td.number + td.text { padding-left: 0.75rem; }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        @media (max-width: 40rem) {
          header, main, footer { padding-left: 0.6rem; padding-right: 0.6rem; }
          section { padding: 0.9rem 0.8rem; }
          .chart { min-width: 520px; }
          figure .note::after { content: " The chart is wide: scroll it sideways."; }
          dl > div { grid-template-columns: 1fr; }
          h1 { font-size: 1.35rem; }
          .verdict .words { font-size: 1.2rem; }
        }
        @media print {
          :root { color-scheme: light; font-size: 12.5px; }
          @page { size: A4; margin: 14mm 12mm; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          body { background: #ffffff; font-size: 9.5pt; }
          header, main, footer { max-width: none; padding: 0; }
          nav, .skip { display: none; }
          section { border: 0; padding: 0; margin: 0; break-before: page; }
          section:first-of-type { break-before: auto; }
          .chart { max-width: 165mm; }
          .scroll { overflow: visible; }
          .figures { grid-template-columns: repeat(2, 1fr); }
          figure, tr, .verdict, .figures > li, dl > div { break-inside: avoid; }
          h2, h3, summary, caption, thead { break-after: avoid; }
          summary { display: none; }
          details::details-content { content-visibility: visible; block-size: auto; }
          table { font-size: 8.5pt; }
          th, td { padding-right: 0.4rem; }
        }
        """;
}
