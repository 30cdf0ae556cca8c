namespace SparkReco.Reports.Html;

/// <summary>The style of the page; colours follow the reader's light or dark setting, and print is always light.</summary>
internal static class PageStyle
{
    /// <summary>Rules beside those of the charts. They hold neither &lt; nor &amp;, so that the page stays well-formed XML.</summary>
    public const string Css = """
        :root {
          --page: light-dark(#f3f5f7, #10161d);
          --card: light-dark(#ffffff, #182029);
          --text: light-dark(#1b2430, #e8ecf1);
          --muted: light-dark(#55606e, #a5b1be);
          --line: light-dark(#d9dfe5, #33404d);
          --link: light-dark(#1f5a9e, #8ab8ee);
          --good: light-dark(#1d6b43, #74cf9e);
          --look: light-dark(#8a5a00, #f0c060);
          --bad: light-dark(#a3262c, #f39a9a);
          --system: var(--chart-even);
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 0.5rem; }
        body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
        header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 0.9rem; display: grid; grid-template-columns: 1fr auto; gap: 0 1.5rem; align-items: baseline; }
        header nav { grid-column: 1 / -1; }
        h1 { font-size: 1.1rem; font-weight: 600; line-height: 1.25; margin: 0; }
        h2 { font-size: 1rem; line-height: 1.25; margin: 0 0 0.15rem; color: var(--muted); font-weight: 600; }
        h3 { font-size: 1.02rem; line-height: 1.3; margin: 0 0 0.2rem; }
        h4 { font-size: 0.95rem; line-height: 1.3; margin: 0 0 0.2rem; }
        p { margin: 0 0 0.7rem; max-width: 52rem; }
        a { color: var(--link); }
        header p { margin: 0; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0 1.1rem; list-style: none; margin: 0.1rem 0 0.7rem; padding: 0; max-width: none; font-size: 0.9rem; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.25rem 0.75rem; z-index: 1; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .muted, .note, footer, caption { color: var(--muted); }
        .note { font-size: 0.875rem; line-height: 1.4; }
        footer { font-size: 0.85rem; padding-bottom: 2rem; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.4rem; margin: 0 0 1.1rem; }
        .takeaway { font-size: 1.3rem; font-weight: 700; line-height: 1.25; margin: 0 0 0.8rem; max-width: 60rem; text-wrap: pretty; }
        #answer .takeaway { font-size: 1.7rem; line-height: 1.18; }
        #since .takeaway, #data .takeaway, #method .takeaway { font-size: 1.05rem; font-weight: 600; }
        .notice { border-left: 4px solid var(--look); padding: 0.2rem 0 0.2rem 0.9rem; margin: 0.9rem 0; }
        figure { margin: 1.3rem 0 0; }
        .narrow { display: none; }
        .wide .chart { max-width: 50rem; }
        .scroll { overflow-x: auto; }

        .beside { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 0 2.2rem; align-items: start; }
        .gains { list-style: none; margin: 0 0 0.6rem; padding: 0; max-width: none; }
        .gains li { border-left: 5px solid var(--system); padding: 0.05rem 0 0.15rem 0.8rem; margin: 0 0 0.7rem; }
        .gains strong { display: block; font-size: 1.12rem; line-height: 1.25; }
        .gains .note { display: block; }
        .do { border-top: 1px solid var(--line); padding-top: 0.6rem; }
        .do p { margin: 0; font-size: 0.95rem; }
        .do + h3 { border-top: 1px solid var(--line); margin: 0.7rem 0 0.6rem; padding-top: 0.6rem; }
        .key { display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; font-size: 0.8rem; color: var(--muted); margin: 0 0 0.3rem; max-width: none; }
        .key span { display: inline-flex; align-items: center; gap: 0.3rem; }
        .mark { flex: none; vertical-align: middle; overflow: visible; }
        .mark .filled { fill: var(--system); }
        .mark .ring { fill: none; stroke: var(--system); stroke-width: 1.75; }
        .system-even { --system: var(--chart-even); }
        .matrix { width: 100%; margin: 0; font-size: 0.9rem; table-layout: fixed; }
        .matrix caption { font-size: 0.8rem; }
        .matrix th, .matrix td { padding: 0.13rem 0.4rem 0.13rem 0; vertical-align: middle; text-align: left; }
        .matrix thead th { font-size: 0.8rem; line-height: 1.2; vertical-align: bottom; }
        .matrix thead th:first-child { width: 32%; }
        .matrix tbody tr:first-child th { font-weight: 700; }
        .matrix .property th { font-size: 0.78rem; color: var(--muted); font-weight: 600; padding-top: 0.3rem; border-bottom: 0; }
        .matrix .count { color: var(--muted); font-size: 0.8rem; font-weight: 400; margin-left: 0.4rem; }
        .matrix td .amount { margin-left: 0.35rem; white-space: nowrap; }
        .matrix .clear .amount { font-weight: 600; }
        .matrix .unclear .amount { color: var(--muted); }
        .matrix tbody tr:hover { background: color-mix(in srgb, var(--line) 35%, transparent); }

        .lights { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16.5rem), 1fr)); gap: 0.7rem 1.1rem; list-style: none; margin: 0; padding: 0; max-width: none; }
        .lights li { display: grid; grid-template-columns: 1.7rem 1fr; gap: 0 0.5rem; border-top: 3px solid var(--light); padding-top: 0.4rem; align-content: start; }
        .lights .sign { width: 1.45rem; height: 1.45rem; border-radius: 50%; background: var(--light); color: var(--card); font-weight: 700; text-align: center; line-height: 1.45rem; font-size: 0.85rem; }
        .lights strong { font-size: 1.12rem; line-height: 1.45rem; }
        .lights .name { grid-column: 2; font-weight: 600; font-size: 0.9rem; line-height: 1.3; }
        .lights .note { grid-column: 2; font-size: 0.82rem; line-height: 1.35; }
        .good { --light: var(--good); } .look { --light: var(--look); } .bad { --light: var(--bad); }

        .panels { columns: 3 20rem; column-gap: 1.8rem; }
        .panel { break-inside: avoid; padding-bottom: 1rem; }
        .panel .chart { max-width: 25rem; }
        .panel .note { margin: 0.2rem 0 0; font-size: 0.82rem; }

        dl { margin: 0.5rem 0; }
        dl > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; padding: 0.4rem 0; border-top: 1px solid var(--line); }
        dt { font-weight: 600; }
        dd { margin: 0; max-width: 52rem; }
        ul { padding-left: 1.3rem; margin: 0.4rem 0 0.75rem; max-width: 52rem; }
        details { margin: 0.7rem 0 0; }
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
        @media screen and (min-width: 62rem) {
          figure:has(.wide) { display: grid; grid-template-columns: 18rem minmax(0, 1fr); gap: 0 2rem; }
          figure:has(.wide) h3, figure:has(.wide) > .note { grid-column: 1; align-self: start; }
          figure .wide { grid-column: 2; grid-row: 1 / span 3; }
          figure:has(.wide) > details { grid-column: 1 / -1; }
        }
        @media (max-width: 62rem) {
          .beside { grid-template-columns: 1fr; gap: 1.2rem; }
        }
        @media (max-width: 40rem) {
          header, main, footer { padding-left: 0.6rem; padding-right: 0.6rem; }
          header { grid-template-columns: 1fr; }
          section { padding: 0.9rem 0.8rem; border-radius: 8px; }
          .wide { display: none; }
          .narrow { display: block; }
          dl > div { grid-template-columns: 1fr; }
          #answer .takeaway { font-size: 1.35rem; }
          .takeaway { font-size: 1.15rem; }
          .matrix td .amount { display: block; margin: 0; font-size: 0.82rem; }
          .matrix .count { display: block; margin: 0; }
        }
        @media print {
          :root { color-scheme: light; font-size: 11px; }
          @page { size: A4; margin: 11mm; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          body { background: #ffffff; font-size: 1rem; }
          header, main, footer { max-width: none; padding: 0; }
          nav, .skip { display: none; }
          section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 0.5rem 0; margin: 0; }
          .beside { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 0 1.2rem; }
          .wide { display: block; }
          .narrow { display: none; }
          .wide .chart { max-width: 118mm; }
          figure:has(.wide) { display: grid; grid-template-columns: 52mm minmax(0, 1fr); gap: 0 5mm; }
          figure:has(.wide) h3, figure:has(.wide) > .note { grid-column: 1; align-self: start; }
          figure .wide { grid-column: 2; grid-row: 1 / span 3; }
          .panels { columns: 3; column-gap: 1rem; }
          .lights { grid-template-columns: repeat(3, 1fr); gap: 0.5rem 1rem; }
          .matrix td .amount { display: inline; margin-left: 0.35rem; }
          .matrix .count { display: inline; margin-left: 0.4rem; }
          .panel { padding-bottom: 0.5rem; }
          figure { margin-top: 0.8rem; }
          .scroll { overflow: visible; }
          figure, .panel, .matrix tr, .gains li, .lights li { break-inside: avoid; }
          figure:has(.panels) { break-inside: auto; }
          h2, h3, h4, .takeaway, figure > .note, caption, thead { break-after: avoid; }
          .takeaway, .note { break-inside: avoid; }
          details:not([open]) { display: none; }
        }
        """;
}
