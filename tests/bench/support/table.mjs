// The rows for people. A row has `what`, then either `ours`, `theirs` and the `ratio` between them, or a `value`; `floor`
// and `goal` where design asks for some.

export function print(title, rows) {
  console.log(`\n${title}`);
  const cells = rows.map(cellsOf);
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  for (const row of cells) {
    console.log('  ' + row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join('  ').trimEnd());
  }
}

function cellsOf({ what, ours, theirs, ratio, best, value, floor, goal, least = true, format = times }) {
  const measured = ratio ?? value;
  return [
    what,
    ours ?? '',
    theirs ? `against ${theirs}` : '',
    measured === undefined ? '' : format(measured),
    best === undefined ? '' : `best ${format(best)}`,
    floor === undefined ? '' : `floor ${format(floor)}`,
    goal === undefined ? '' : `goal ${format(goal)}`,
    floor === undefined || measured === undefined ? '' : verdict(measured, floor, goal, least),
  ];
}

function verdict(measured, floor, goal, least) {
  const holds = (limit) => (least ? measured >= limit : measured <= limit);
  return holds(goal) ? 'goal reached' : holds(floor) ? 'floor holds' : 'BELOW THE FLOOR';
}

export const times = (value) => `${value.toFixed(value < 10 ? 2 : 1)}×`;
export const micros = (value) => `${value.toFixed(value < 10 ? 2 : 0)} µs`;
export const millis = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const bytes = (value) => `${value.toFixed(0)} B`;
export const percent = (value) => `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(0)} %`;
