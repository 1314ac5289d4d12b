/** Plots as SVG files, drawn by hand: bars with their values and lines with labelled axes, in light and in dark. */

const width = 720;
const font = 13;
const left = 200;
const right = 90;
const top = 48;
/** Room that a value takes beside its bar. */
const valueWidth = 70;

/** One bar; `goal` is marked with a stroke across it. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly goal?: number;
}
interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}
export interface LinePlot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  /** Each step to the right is tenfold. */
  readonly logX?: boolean;
}

const style = `<style>
text{font:${font}px system-ui,sans-serif;fill:#1f2328}.dim{fill:#59636e}.title{font-weight:600}
.axis,.grid{stroke:#d1d9e0;fill:none}.goal{stroke:#1f2328;stroke-width:2;stroke-dasharray:4 3}
.c0{fill:#0b7285}.c1{fill:#c2410c}.s0{stroke:#0b7285}.s1{stroke:#c2410c}.line{fill:none;stroke-width:2}
@media (prefers-color-scheme:dark){text{fill:#f0f6fc}.dim{fill:#9198a1}.axis,.grid{stroke:#3d444d}.goal{stroke:#f0f6fc}
.c0{fill:#3bc9db}.c1{fill:#ff922b}.s0{stroke:#3bc9db}.s1{stroke:#ff922b}}
</style>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const fixed = (value: number): string => String(Math.round(value * 10) / 10);
/** A number as people read it, with three figures that count. */
const readable = (value: number): string => {
  const size = Math.abs(value);
  if (size >= 1_000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
};

const svg = (title: string, height: number, body: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    style,
    `<text class="title" x="0" y="18">${escaped(title)}</text>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${fixed(x)}" y="${fixed(y)}"${more}>${escaped(words)}</text>`;

/** Horizontal bars, one below the other, with their values behind them. */
export const barPlot = (title: string, bars: readonly Bar[]): string => {
  const [step, thickness] = [28, 18];
  const largest = Math.max(...bars.flatMap(({ value, goal = 0 }) => [value, goal]), Number.MIN_VALUE);
  const scale = (value: number): number => ((width - left - right) * value) / largest;
  const body = bars.flatMap(({ label, value, goal }, place) => {
    const y = top - 12 + place * step;
    const end = left + scale(value);
    const stroke =
      goal === undefined
        ? []
        : [
            `<line class="goal" x1="${fixed(left + scale(goal))}" x2="${fixed(left + scale(goal))}" y1="${y - 3}" y2="${y + thickness + 3}"/>`,
          ];
    const mark = goal === undefined ? undefined : left + scale(goal);
    // The value stands at the end of its bar, or behind the goal where the two would meet.
    const beside = mark !== undefined && mark >= end - 4 && mark < end + valueWidth ? mark : end;
    return [
      text(left - 10, y + 13, label, ' text-anchor="end"'),
      `<rect class="c0" x="${left}" y="${y}" width="${fixed(Math.max(1, scale(value)))}" height="${thickness}" rx="2"/>`,
      ...stroke,
      text(beside + 8, y + 13, readable(value)),
    ];
  });
  return svg(title, top + bars.length * step, body);
};

/** The first value stands right of the axis, the others above or below their points. */
const anchorOf = (isFirst: boolean): string => ` text-anchor="${isFirst ? 'start' : 'middle'}"`;

/** Lines over labelled axes; the value stands at each point. */
export const linePlot = ({ title, xLabel, yLabel, series, logX = false }: LinePlot): string => {
  const [height, start, bottom] = [340, 70, 52];
  const points = series.flatMap((one) => one.points);
  const xs = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
  const place = (x: number): number => (logX ? Math.log10(x) : x);
  const [first, last] = [place(xs[0] ?? 0), place(xs.at(-1) ?? 1)];
  const largest = Math.max(...points.map(([, y]) => y), Number.MIN_VALUE);
  const base = height - bottom;
  const atX = (x: number): number =>
    start + ((place(x) - first) / Math.max(Number.MIN_VALUE, last - first)) * (width - start - right);
  const atY = (y: number): number => base - (y / largest) * (base - top - 24);
  const grid = [0, 0.5, 1].flatMap((share) => {
    const y = fixed(atY(largest * share));
    return [
      `<line class="grid" x1="${start}" x2="${width - right}" y1="${y}" y2="${y}"/>`,
      text(start - 8, Number(y) + 4, readable(largest * share), ' text-anchor="end" class="dim"'),
    ];
  });
  const ticks = xs.map((x) => text(atX(x), base + 18, readable(x), ' text-anchor="middle" class="dim"'));
  const labels = [
    text((start + width - right) / 2, height - 10, xLabel, ' text-anchor="middle" class="dim"'),
    text(0, top - 8, yLabel, ' class="dim"'),
  ];
  const lines = series.flatMap(({ name, points: own }, number) => {
    const colour = number % 2;
    const path = own.map(([x, y]) => `${fixed(atX(x))},${fixed(atY(y))}`).join(' ');
    const [endX, endY] = own.at(-1) ?? [0, 0];
    // Values of the first line stand above its points, those of the second below.
    const offset = colour === 0 ? -9 : 18;
    return [
      `<polyline class="line s${colour}" points="${path}"/>`,
      ...own.flatMap(([x, y]) => [
        `<circle class="c${colour}" cx="${fixed(atX(x))}" cy="${fixed(atY(y))}" r="3.5"/>`,
        text(atX(x) + (x === xs[0] ? 8 : 0), atY(y) + offset, readable(y), anchorOf(x === xs[0])),
      ]),
      ...(series.length > 1
        ? [text(atX(endX) + 32, atY(endY) + 4 + colour * 14, name, ` class="c${colour}"`)]
        : []),
    ];
  });
  return svg(title, height, [
    ...grid,
    `<line class="axis" x1="${start}" x2="${start}" y1="${top}" y2="${base}"/>`,
    ...ticks,
    ...labels,
    ...lines,
  ]);
};
