import { spawnSync } from 'node:child_process';
import { openSource } from '../../electron/engine/sheet/index.ts';
import { Fault } from '../../electron/contract/faults.ts';
import { sharedWorkbooks, sharedWorkbooksReason } from '../../test/support/sharedWorkbooks.ts';

/**
 * Compares our cells with those of openpyxl, an independent reader, over the shared workbooks and prints every
 * difference: `compare-openpyxl.ts`. Needs a Python with openpyxl (Debian: python3-openpyxl), named by PYTHON or
 * found as python3.
 */

/** Prints sheets → "row,column" → a letter for the type and the value, for the file named. */
const script = `
import datetime, json, sys, warnings, openpyxl
warnings.simplefilter('ignore')
def plain(cell):
    v = cell.value
    if v is None or v == '': return ''
    if isinstance(v, bool): return 'b' + ('true' if v else 'false')
    if isinstance(v, datetime.datetime): return 'd' + v.isoformat()[:19]
    if isinstance(v, datetime.date): return 'd' + v.isoformat() + 'T00:00:00'
    if isinstance(v, datetime.time): return 'd1899-12-31T' + v.isoformat()[:8]
    if isinstance(v, datetime.timedelta): return 'n' + repr(round(v.total_seconds() / 86400, 9))
    if isinstance(v, (int, float)): return 'n' + repr(float(v))
    return ('e' if cell.data_type == 'e' else 's') + str(v)
try:
    book = openpyxl.load_workbook(sys.argv[1], data_only=True)
    print(json.dumps({s.title: {'%d,%d' % k: plain(c) for k, c in s._cells.items() if plain(c)} for s in book.worksheets}))
except Exception as error:
    print(json.dumps(type(error).__name__))
`;

type Cells = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function ours(path: string): Promise<Cells | string> {
  try {
    const source = await openSource(path);
    try {
      const sheets: Record<string, Record<string, string>> = {};
      for (const { name, kind } of source.sheets) {
        const cells: Record<string, string> = {};
        if (kind === 'cells') {
          for await (const rows of source.rows({ sheet: name })) {
            for (const row of rows) row.cells.forEach((cell, column) => { if (cell !== null) cells[`${row.row},${column + 1}`] = `${cell.t}${String(cell.t === 'm' ? '' : cell.v)}`; });
          }
        }
        sheets[name] = cells;
      }
      return sheets;
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

function isCells(value: unknown): value is Cells {
  return typeof value === 'object' && value !== null;
}

/** Numbers by value, moments to the second. */
function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  if (one.startsWith('d')) return one.slice(0, 20) === other;
  return one.startsWith('n') && other.startsWith('n') && Math.abs(Number(one.slice(1)) - Number(other.slice(1))) < 1e-8;
}

const files = sharedWorkbooks();
const python = process.env['PYTHON'] ?? 'python3';
if (files === null) console.error(sharedWorkbooksReason);
else if (spawnSync(python, ['-c', 'import openpyxl']).status !== 0) console.error(`${python} has no openpyxl`);
else {
  let compared = 0;
  let different = 0;
  for (const [name, path] of files) {
    if (!/\.xls[xm]$/.test(name)) continue;
    const theirs: unknown = JSON.parse(spawnSync(python, ['-c', script, path], { encoding: 'utf8', maxBuffer: 1e9 }).stdout);
    const mine = await ours(path);
    if (typeof mine === 'string' || !isCells(theirs)) {
      console.log(`${name}: ours ${typeof mine === 'string' ? mine : 'reads'}, openpyxl ${isCells(theirs) ? 'reads' : String(theirs)}`);
      continue;
    }
    for (const [sheet, cells] of Object.entries(mine)) {
      const others = theirs[sheet];
      if (others === undefined) {
        console.log(`${name} ${sheet}: ours reads ${Object.keys(cells).length} cells, openpyxl has no such sheet`);
        continue;
      }
      for (const place of new Set([...Object.keys(cells), ...Object.keys(others)])) {
        const [one = '', other = ''] = [cells[place], others[place]];
        compared += 1;
        if (isSame(one, other)) continue;
        different += 1;
        console.log(`${name} ${sheet} ${place}: ours ${JSON.stringify(one)}, openpyxl ${JSON.stringify(other)}`);
      }
    }
  }
  console.log(`${compared} cells compared, ${different} differ`);
}
