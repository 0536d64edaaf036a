/** The p-th percentile (0 to 1) of some figures. */
export function percentile(figures: readonly number[], p: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

/** Median and 95th percentile in milliseconds: `1.2/2.7`. */
export function spread(figures: readonly number[]): string {
  return `${milliseconds(percentile(figures, 0.5))}/${milliseconds(percentile(figures, 0.95))}`;
}

/** A time for a table: one decimal below ten, none above. */
export function milliseconds(time: number): string {
  return time < 10 ? time.toFixed(1) : time.toFixed(0);
}

/** A figure for a table, or a dash where there is none. */
export function optional(figure: number | undefined, format: (figure: number) => string): string {
  return figure === undefined ? '–' : format(figure);
}

/** A whole number for a table. */
export function whole(figure: number): string {
  return figure.toFixed(0);
}

/** Runs something and gives its time in milliseconds. */
export async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Slope of times over sizes in log-log scale: 0 is constant, 1 is linear. */
export function slope(sizes: readonly number[], times: readonly number[]): number {
  const x = sizes.map(Math.log);
  const y = times.map(Math.log);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? 0) - my), 0);
  return covariance / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
