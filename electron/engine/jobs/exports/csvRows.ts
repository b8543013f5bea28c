import { once } from 'node:events';
import type { WriteStream } from 'node:fs';
import type { Cell } from '#contract/cells.ts';
import { shownText } from '#contract/cells.ts';
import type { RowWriter } from './rowWriter.ts';

/**
 * A text that Excel would run as a formula when the file is opened. Signed numbers and phone numbers are none,
 * and stay as they are.
 */
const formula = /^(?:[=@\t\r]|[+-](?![\d\s().,-]*$))/;

/** CSV as Excel opens it: UTF-8 with a byte order mark, commas, CRLF; what would run as a formula gets an apostrophe. */
export function csvRows(stream: WriteStream, headers: readonly string[]): RowWriter {
  const line = async (values: readonly string[]): Promise<void> => {
    if (!stream.write(`${values.map(quoted).join(',')}\r\n`)) await once(stream, 'drain');
  };
  // Without a byte order mark Excel takes UTF-8 for the system's own encoding.
  stream.write('\uFEFF');
  const opened = line(headers.map(harmless));
  return {
    async write(cells, added) {
      await opened;
      await line([...cells.map(csvText), ...added.map((value) => (typeof value === 'string' ? harmless(value) : String(value ?? '')))]);
    },
    async finish() {
      await opened;
      stream.end();
      await once(stream, 'finish');
    },
  };
}

function csvText(cell: Cell): string {
  return cell?.t === 's' ? harmless(cell.v) : shownText(cell);
}

function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
