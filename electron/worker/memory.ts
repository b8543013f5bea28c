import { join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { JobStatus } from '#contract/job.ts';
import type { ListEntry, RememberedList } from '#contract/memory.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { learnList } from '#engine/jobs/memory/learnList.ts';
import { mustBeFree } from '#engine/jobs/memory/recipeFiles.ts';
import { recogniseSource } from '#engine/jobs/memory/recogniseSource.ts';
import { seenColumns } from '#engine/jobs/memory/seenColumns.ts';
import { listFields, matchList, taughtColumns } from '#engine/mapping/index.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { openMemory, type Memory } from '#engine/store/memory.ts';
import type { EngineHost } from './host.ts';
import type { JobRegistry } from './jobRegistry.ts';
import { listPlaces, type ListPlaces } from './listPlaces.ts';
import type { Sources } from './sources.ts';

type Commands = Pick<EngineHost, 'recogniseList' | 'matchRecipe' | 'taughtColumns' | 'rememberedLists' | 'forgetLists' | 'keepList'>;

/** A run that came to its end, with the job's file still open. */
export interface EndedRun {
  readonly jobId: string;
  readonly connectionId: string | null;
  readonly file: JobFile;
  readonly status: JobStatus;
}

/** What is remembered of lists, and what it proposes for a file. */
export interface ListMemory {
  readonly commands: Commands;
  /** Remembers the list of a job that was sent to its end; never throws. */
  readonly learn: (ended: EndedRun) => void;
  readonly close: () => void;
}

/** Proposals shown at most. */
const mostProposals = 5;

export function createMemory(folder: string, { catalogue }: Pick<JobRegistry, 'catalogue'>, sources: Pick<Sources, 'looked'>): ListMemory {
  const memory = openMemory(join(folder, 'lists.sqlite'));
  const places = listPlaces(catalogue);
  return {
    commands: { ...proposing(memory, places, catalogue, sources), ...managing(memory, places, catalogue) },
    learn({ jobId, connectionId, file, status }) {
      if (status.state !== 'finished') return;
      const name = catalogue.jobs().find((job) => job.jobId === jobId)?.name ?? status.source?.name ?? '';
      learnList(memory, file, status.counts.accepted, { name, connectionId, at: isoTime(systemClock) });
    },
    close: () => memory.close(),
  };
}

type Catalogue = JobRegistry['catalogue'];

function proposing(memory: Memory, places: ListPlaces, catalogue: Catalogue, sources: Pick<Sources, 'looked'>): Pick<Commands, 'recogniseList' | 'matchRecipe' | 'taughtColumns'> {
  return {
    async recogniseList({ sourceId }) {
      const looked = sources.looked(sourceId);
      if (looked === null) return [];
      const found = await recogniseSource(looked, memory.lists(), (list) => places.titlesOf(list));
      return found.slice(0, mostProposals).map((one) => ({ ...one, connectionId: places.connectionOf(one.list), database: places.databaseOf(one.list) }));
    },
    matchRecipe({ sourceId, name }) {
      const looked = sources.looked(sourceId);
      const saved = catalogue.recipes().find((recipe) => recipe.name === name);
      return looked === null || saved === undefined ? null : matchList(saved, seenColumns(looked.inspection));
    },
    taughtColumns({ sourceId, connectionId, dbId }) {
      const looked = sources.looked(sourceId);
      return looked === null ? [] : taughtColumns(places.of(memory.lists(), connectionId, dbId), seenColumns(looked.inspection));
    },
  };
}

function managing(memory: Memory, places: ListPlaces, catalogue: Catalogue): Pick<Commands, 'rememberedLists' | 'forgetLists' | 'keepList'> {
  return {
    rememberedLists: () => memory.lists().map((list) => entryOf(list, places)),
    forgetLists({ ids }) {
      memory.forget(ids);
      return null;
    },
    keepList({ listId, name }) {
      const list = memory.lists().find((one) => one.listId === listId);
      if (list === undefined) throw new Fault('list-missing');
      mustBeFree(catalogue, name);
      catalogue.saveRecipe(name, list.recipe, isoTime(systemClock), list.columns);
      return null;
    },
  };
}

function entryOf(remembered: RememberedList, places: ListPlaces): ListEntry {
  const { recipe, columns: _, runSettings: __, ...list } = remembered;
  const titles = places.titlesOf(remembered);
  const columns = listFields(remembered).map(({ column: { header, letter }, fields }) => ({
    header: header === '' ? letter : header,
    fields: fields.map((name) => ({ name, title: titles.get(name) ?? name })),
  }));
  return { ...list, dbId: recipe.request.db_id, database: places.databaseOf(remembered), columns };
}
