import { Fault } from '#contract/faults.ts';
import type { SheetInfo } from '#contract/cells.ts';
import { damaged } from '../limits.ts';
import { readTags } from '../xml/elements.ts';
import { officeRelationships } from '../xml/namespaces.ts';
import type { Archive } from '../zip/archive.ts';

/** What workbook.xml and its relationships say. */
export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  readonly date1904: boolean;
  /** Part names; null where the workbook has none. */
  readonly styles: string | null;
  readonly sharedStrings: string | null;
}

export interface WorkbookSheet extends SheetInfo {
  /** Part name; empty where the workbook does not say. */
  readonly part: string;
}

interface Relationship {
  /** The type's word, which is the same in transitional and strict files; of foreign ones the whole URI. */
  readonly type: string;
  readonly target: string;
}

const fallbackPart = 'xl/workbook.xml';

/**
 * Part name of the workbook: by the package's relationships, else where everybody puts it; null where the zip
 * holds none. A binary workbook is returned too: its name ends in ".bin".
 */
export async function workbookPart(archive: Archive): Promise<string | null> {
  if (archive.has('_rels/.rels')) {
    const main = [...(await relationships(archive, '')).values()].find((relationship) => relationship.type === 'officeDocument');
    if (main !== undefined && archive.has(main.target)) return main.target;
  }
  const likely = archive.names.find((name) => /(^|\/)workbook\.(xml|bin)$/i.test(name));
  if (archive.has(fallbackPart)) return fallbackPart;
  return likely ?? null;
}

/** Reads the workbook part. Throws source-damaged, and source-not-spreadsheet where it is another kind of document. */
export async function readWorkbook(archive: Archive, part: string): Promise<Workbook> {
  const related = await relationships(archive, part);
  const sheets: WorkbookSheet[] = [];
  let date1904 = false;
  let root = '';
  let within = false;
  for (const tag of await readTags(archive.read(part))) {
    if (root === '') root = tag.name;
    if (tag.name === 'sheets') within = !tag.closing && !tag.selfClosed;
    if (tag.closing) continue;
    if (tag.name === 'workbookPr') date1904 = isTrue(tag.attributes.get('date1904'));
    if (within && tag.name === 'sheet') sheets.push(sheetOf(tag.attributes, related));
  }
  if (root !== 'workbook') throw new Fault('source-not-spreadsheet');
  if (sheets.length === 0) throw damaged('no-sheets');
  const partOf = (type: string): string | null =>
    [...related.values()].find((relationship) => relationship.type === type && archive.has(relationship.target))?.target ?? null;
  return { sheets, date1904, styles: partOf('styles'), sharedStrings: partOf('sharedStrings') };
}

function sheetOf(attributes: ReadonlyMap<string, string>, related: ReadonlyMap<string, Relationship>): WorkbookSheet {
  const state = attributes.get('state');
  const relationship = related.get(attributes.get('r:id') ?? '');
  return {
    name: attributes.get('name') ?? '',
    visibility: state === 'hidden' || state === 'veryHidden' ? state : 'visible',
    kind: relationship === undefined || relationship.type === 'worksheet' ? 'cells' : 'other',
    part: relationship?.target ?? '',
  };
}

/** Relationships of a part by id; part "" is the package itself. */
async function relationships(archive: Archive, part: string): Promise<ReadonlyMap<string, Relationship>> {
  const slash = part.lastIndexOf('/');
  const folder = part.slice(0, slash + 1);
  const name = `${folder}_rels/${part.slice(slash + 1)}.rels`;
  const found = new Map<string, Relationship>();
  if (!archive.has(name)) return found;
  for (const tag of await readTags(archive.read(name), 'package')) {
    if (tag.closing || tag.name !== 'Relationship' || tag.attributes.get('TargetMode') === 'External') continue;
    const id = tag.attributes.get('Id') ?? '';
    const type = typeOf(tag.attributes.get('Type') ?? '');
    found.set(id, { type, target: resolveTarget(folder, tag.attributes.get('Target') ?? '', archive) });
  }
  return found;
}

/** The word behind either spelling of the namespace; of other namespaces the whole. */
function typeOf(uri: string): string {
  const base = officeRelationships.find((namespace) => uri.startsWith(`${namespace}/`));
  return base === undefined ? uri : uri.slice(base.length + 1);
}

/** Targets are absolute (`/xl/…`) or relative to the part's folder; some writers forget the slash of an absolute one. */
function resolveTarget(folder: string, target: string, archive: Archive): string {
  const decoded = decodePercent(target).replaceAll('\\', '/');
  if (decoded.startsWith('/')) return decoded.slice(1);
  const path: string[] = folder.split('/').filter((step) => step !== '');
  for (const step of decoded.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  const relative = path.join('/');
  return !archive.has(relative) && archive.has(decoded) ? decoded : relative;
}

function decodePercent(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}
