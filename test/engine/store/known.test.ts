import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCatalogue, type Catalogue } from '#engine/store/catalogue.ts';
import { fieldEntries, type KnownPlace } from '#engine/store/known.ts';
import { temporaryFolder } from '../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let catalogue: Catalogue;
const path = (): string => join(folder.path, 'catalogue.db');
const place: KnownPlace = { connectionId: 'c1', kind: 'fields', key: '7' };
const field = (name: string) => ({ name, title: `Title of ${name}`, type: 'unicode', system: false });

beforeEach(() => {
  folder = temporaryFolder();
  catalogue = openCatalogue(path());
});
afterEach(() => {
  catalogue.close();
  folder.remove();
});

describe('What is known of a platform', () => {
  it('is there after a restart, with when it was read', () => {
    const at = '2024-03-01T09:00:00.000Z';
    expect(catalogue.known.write(place, fieldEntries, [field('a')], at)).toEqual({ items: [field('a')], gone: [], fetchedAt: at, kept: false });
    catalogue.close();
    catalogue = openCatalogue(path());
    expect(catalogue.known.read(place, fieldEntries)).toEqual({ items: [field('a')], gone: [], fetchedAt: at, kept: true });
  });

  it('is kept apart by connection, kind and which one', () => {
    catalogue.known.write(place, fieldEntries, [field('a')], 'now');
    for (const other of [{ ...place, connectionId: 'c2' }, { ...place, key: '8' }, { ...place, kind: 'resource-fields' as const }]) {
      expect(catalogue.known.read(other, fieldEntries)).toBeNull();
    }
  });

  it('remembers what is gone until it comes back', () => {
    catalogue.known.write(place, fieldEntries, [field('a'), field('b')], '1');
    expect(catalogue.known.write(place, fieldEntries, [field('b')], '2').gone).toEqual([field('a')]);
    expect(catalogue.known.write(place, fieldEntries, [field('c')], '3').gone).toEqual([field('a'), field('b')]);
    expect(catalogue.known.write(place, fieldEntries, [field('a')], '4')).toMatchObject({ items: [field('a')], gone: [field('b'), field('c')] });
  });

  it('goes with its connection', () => {
    catalogue.known.write(place, fieldEntries, [field('a')], '1');
    catalogue.deleteConnection('c1');
    expect(catalogue.known.read(place, fieldEntries)).toBeNull();
  });

  it.each(['no JSON', '{"items":[{"name":7}],"gone":[]}', '[]'])('counts as not known where it reads %s', (value) => {
    catalogue.known.write(place, fieldEntries, [field('a')], '1');
    const db = new Database(path());
    db.prepare('UPDATE known SET value = ?').run(value);
    db.close();
    expect(catalogue.known.read(place, fieldEntries)).toBeNull();
    expect(catalogue.known.write(place, fieldEntries, [field('b')], '2').items).toEqual([field('b')]);
  });
});
