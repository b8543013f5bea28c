import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { rememberedListSchema, type RememberedList } from '#contract/memory.ts';
import { notify } from '#files/notices.ts';
import { makeOwnFolder } from '#files/owner.ts';
import { replaceFileSync } from '#files/replaceFile.ts';
import { openDatabase, withSqliteFaults, type Connection, type DatabaseKind } from './database.ts';
import { memory0001 } from './migrations/memory0001.ts';

const memoryKind: DatabaseKind = { applicationId: 0x50494d65, migrations: [memory0001] };

/** The newest so many lists are kept. */
export const mostLists = 200;
/** A recipe of more than this is no recipe of a list. */
const mostBytes = 2_000_000;

/** What is remembered of lists. None of its functions ever throws: a memory that is broken, full or held must not keep anybody from importing. */
export interface Memory {
  /** The newest first. Those of a newer version of the application are passed over, not lost. */
  lists(): readonly RememberedList[];
  /** Remembers a list, in place of the one with its id. */
  learn(list: RememberedList): void;
  /** Forgets lists, all without ids. */
  forget(ids?: readonly string[]): void;
  close(): void;
}

/**
 * The memory in a file, which is made when something is learnt first. A damaged one is set aside under another name and told of,
 * and a new one begun; one that cannot be read or written now is told of once.
 */
export function openMemory(path: string): Memory {
  let db: Connection | null = null;
  let isTold = false;

  function open(create: boolean): Connection | null {
    if (db !== null || (!create && !existsSync(path))) return db;
    makeOwnFolder(dirname(path));
    db = openDatabase(path, memoryKind, { create: true });
    return db;
  }

  function close(): void {
    db?.close();
    db = null;
  }

  function attempt<Value>(create: boolean, otherwise: Value, work: (open: Connection) => Value): Value {
    const once = (): Value => {
      const opened = open(create);
      return opened === null ? otherwise : withSqliteFaults(path, () => work(opened));
    };
    try {
      try {
        return once();
      } catch (error) {
        if (!isDamage(error)) throw error;
        close();
        setAside(path);
        return once();
      }
    } catch (error) {
      if (!isTold) notify({ kind: 'memory-closed', path, reason: error instanceof Fault ? error.code : 'internal' });
      isTold = true;
      return otherwise;
    }
  }

  return {
    lists: () => attempt<readonly RememberedList[]>(false, [], (opened) => allLists(opened)),
    learn: (list) =>
      attempt(true, undefined, (opened) => {
        const value = JSON.stringify(list);
        if (value.length <= mostBytes) write(opened, list, value);
      }),
    forget: (ids) =>
      attempt(false, undefined, (opened) => {
        const drop = opened.prepare<[string]>('DELETE FROM list WHERE id = ?');
        opened.transaction(() => {
          if (ids === undefined) opened.exec('DELETE FROM list');
          else for (const id of ids) drop.run(id);
        })();
        // What is forgotten is to be gone from the disk too.
        opened.exec('VACUUM');
        opened.pragma('wal_checkpoint(TRUNCATE)');
      }),
    close,
  };
}

function allLists(db: Connection): readonly RememberedList[] {
  const records = db.prepare<[], { value: string }>('SELECT value FROM list ORDER BY sent_at DESC, id').all();
  return records.flatMap(({ value }) => {
    const list = rememberedListSchema.safeParse(jsonOf(value));
    return list.success ? [list.data] : [];
  });
}

function write(db: Connection, { listId, sentAt }: RememberedList, value: string): void {
  db.transaction(() => {
    db.prepare<[string, string, string]>('INSERT OR REPLACE INTO list (id, sent_at, value) VALUES (?, ?, ?)').run(listId, sentAt, value);
    db.prepare<[number]>('DELETE FROM list WHERE id NOT IN (SELECT id FROM list ORDER BY sent_at DESC, id LIMIT ?)').run(mostLists);
  })();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isDamage = (error: unknown): boolean => error instanceof Fault && (error.code === 'job-unreadable' || error.code === 'job-corrupt');

/** Under a name that tells what it is; one that was set aside before gives way. */
function setAside(path: string): void {
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) replaceFileSync(path + suffix, `${path}.damaged${suffix}`);
  }
  notify({ kind: 'memory-set-aside', path, to: `${basename(path)}.damaged` });
}
