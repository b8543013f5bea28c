import Database from 'better-sqlite3';
import ExcelJS from 'exceljs';
import { Agent, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Said } from './side.ts';

/**
 * What one would write first: exceljs's streaming reader, a row each in better-sqlite3, JSON.stringify of the
 * batch, node:http with two streams, a result row each. One process. The baseline of the end-to-end figure.
 */
export async function plainPipeline(source = '', path = '', url = ''): Promise<Said> {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec('CREATE TABLE row (id INTEGER PRIMARY KEY, cells TEXT); CREATE TABLE result (id INTEGER PRIMARY KEY, error INTEGER, text TEXT, profile_id TEXT)');
  await read(source, db);
  const sent = await sendAll(db, url);
  db.close();
  return { accepted: sent };
}

async function read(source: string, db: Database.Database): Promise<void> {
  const insert = db.prepare<[string]>('INSERT INTO row (cells) VALUES (?)');
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(source, { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' });
  let pending = 0;
  db.exec('BEGIN');
  for await (const sheet of workbook) {
    for await (const row of sheet) {
      if (row.number === 1) continue;
      insert.run(JSON.stringify(row.values));
      pending += 1;
      if (pending % 10_000 === 0) db.exec('COMMIT; BEGIN');
    }
  }
  db.exec('COMMIT');
}

const fields = ['', 'email', '_fname', '_lname', 'phones', 'client_no', '_bdate', 'amount', 'interests', '_city', 'subscribed'];
const answerSchema = z.object({ result: z.array(z.object({ error: z.number(), error_text: z.string(), profile_id: z.string() })) });

async function sendAll(db: Database.Database, url: string): Promise<number> {
  const page = db.prepare<[number], { id: number; cells: string }>('SELECT id, cells FROM row WHERE id > ? ORDER BY id LIMIT 10000');
  const record = db.prepare<[number, number, string, string]>('INSERT INTO result (id, error, text, profile_id) VALUES (?, ?, ?, ?)');
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  let last = 0;
  let sent = 0;
  const stream = async (): Promise<void> => {
    for (let rows = page.all(last); rows.length > 0; rows = page.all(last)) {
      last = rows.at(-1)?.id ?? last;
      const data = rows.map(({ cells }) => {
        const values: unknown = JSON.parse(cells);
        return Object.fromEntries(fields.flatMap((field, index) => (index > 0 && Array.isArray(values) ? [[field, values[index]]] : [])));
      });
      const { result } = answerSchema.parse(JSON.parse(await post(url, agent, JSON.stringify({ db_id: 7, matching: 'email', data }))));
      db.transaction(() => {
        result.forEach((entry, index) => record.run(rows[index]?.id ?? 0, entry.error, entry.error_text, entry.profile_id));
      })();
      sent += result.length;
    }
  };
  await Promise.all([stream(), stream()]);
  agent.destroy();
  return sent;
}

function post(url: string, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(`${url}/api/v1.1/profiles/update_batch`, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (answer) => {
      text(answer).then(resolve, reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}
