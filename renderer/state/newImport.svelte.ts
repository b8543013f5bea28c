import { SvelteSet } from 'svelte/reactivity';
import type { Connection, SourceRef } from '#contract/commands.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { ReadingWish } from '#contract/source.ts';
import type { Client } from '../api/bridge.ts';
import type { ConnectionsState } from './connections.svelte.ts';
import { DiscoveryState } from './discovery.svelte.ts';
import { DraftState } from './draft.svelte.ts';
import { Guards } from './guards.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { PrepareState } from './prepare.svelte.ts';
import { importSteps, stepDone, type ImportStep } from './importSteps.ts';
import { prepareWish } from './prepareWish.ts';
import { readingOfRecipe } from './readingWish.ts';
import { RecipesState } from './recipes.svelte.ts';
import { Recognised } from './recognised.svelte.ts';
import { fittedTo, isPlaceKnown, learnFields, listColumns, takenOver } from './takenList.ts';
import { SourceState, type TakeWorkbook } from './source.svelte.ts';
import { ValueCounts } from './valueCounts.svelte.ts';

export { importSteps, type ImportStep };

/** A new import from the file to the prepared job. */
export class ImportState {
  readonly source: SourceState;
  readonly counts: ValueCounts;
  readonly discovery: DiscoveryState;
  readonly draft = new DraftState();
  readonly guards: Guards;
  readonly recipes: RecipesState;
  readonly prepare: PrepareState;
  readonly recognised: Recognised;
  readonly connections: ConnectionsState;
  readonly #client: Client;
  #step = $state<ImportStep>('file');
  #reached = $state(0);
  /** Of the job to be made. */
  name = $state('');
  #leavesUnchanged = $state(false);
  /** The letter of the column whose mapping is to be looked at; null once it was shown. */
  attention = $state<string | null>(null);
  readonly #shownProblems = new SvelteSet<ImportStep>();
  #sourceChanged = $state(false);

  /** `onworkbook`: see SourceState. */
  constructor(client: Client, notices: Notices, connections: ConnectionsState, onworkbook?: TakeWorkbook) {
    this.connections = connections;
    this.source = new SourceState(client, notices, onworkbook);
    this.counts = new ValueCounts(client, notices, this.source);
    this.discovery = new DiscoveryState(client, notices, connections);
    this.guards = new Guards(this.draft, this.discovery);
    this.recipes = new RecipesState(client, notices);
    this.prepare = new PrepareState(client, notices);
    this.recognised = new Recognised(client);
    this.#client = client;
  }

  get connection(): Connection | undefined {
    const { connectionId } = this.discovery;
    return connectionId === null ? undefined : this.connections.find(connectionId);
  }

  get step(): ImportStep {
    return this.#step;
  }

  /** The furthest step that may be gone back or forth to. */
  get reached(): number {
    return this.#reached;
  }

  /** The connection whose earlier jobs can tell unchanged rows; null where none can, or the order of a key's rows counts. */
  get unchangedOn(): string | null {
    const { connection } = this;
    return connection === undefined || connection.practice || this.draft.duplicates === 'all' ? null : connection.connectionId;
  }

  get leavesUnchanged(): boolean {
    return this.#leavesUnchanged && this.unchangedOn !== null;
  }

  setLeavesUnchanged(leaves: boolean): void {
    this.#leavesUnchanged = leaves;
  }

  /** Whether the problems of a step are to be shown: only once the operator has tried to leave it. */
  showsProblems(step: ImportStep): boolean {
    return this.#shownProblems.has(step);
  }

  async choose(): Promise<void> {
    if (await this.source.choose()) this.#fileTaken();
  }

  async take(file: SourceRef): Promise<void> {
    if (await this.source.take(file)) this.#fileTaken();
  }

  /** Looks at the file in another way. A table of other columns begins anew; what was mapped of the same one stays. */
  async look(change: ReadingWish): Promise<void> {
    if (!(await this.source.look(change))) return;
    const { inspection, wish } = this.source;
    if (inspection === null) return;
    if (this.#reached < importSteps.indexOf('mapping') || change.sheet !== undefined || 'headerRow' in change) {
      this.beginAnew();
      void this.recognised.look(this.source.file?.sourceId ?? '');
    } else this.draft.reread(inspection, wish);
  }

  /** Whether the last check found the file changed since it was looked at; `readAnew` is what helps. */
  get sourceChanged(): boolean {
    return this.#sourceChanged;
  }

  /** Takes a file that the engine has opened already, with the recipe to read it by, in place of a job made from it before. */
  async reopen(file: SourceRef, recipe: Recipe, earlierJob: string | null, connectionId: string | null = null): Promise<void> {
    if (!(await this.source.open(file, recipe.source ?? {}))) return;
    this.#fileTaken(false);
    this.prepare.begin(earlierJob);
    if (this.source.inspection !== null) this.draft.take(recipe, this.source.inspection, this.source.wish);
    this.#toMapping();
    // Nobody has to wait for the platform to see the mapping.
    void this.discovery.choose(connectionId).then(() => this.discovery.loadFor(recipe));
  }

  /** Looks at the changed file again; the mapping is kept as far as its columns are still there, and asked about where they are not. */
  async readAnew(): Promise<void> {
    if (!(await this.source.look({})) || this.source.inspection === null) return;
    this.#sourceChanged = false;
    this.draft.reread(this.source.inspection, this.source.wish);
    this.#toMapping();
  }

  #toMapping(): void {
    this.#shownProblems.add('mapping');
    this.#reached = importSteps.indexOf('mapping');
    this.#step = 'mapping';
  }

  /** Goes to a step reached before. */
  goTo(step: ImportStep): void {
    if (importSteps.indexOf(step) <= this.#reached && !this.prepare.running) this.#step = step;
  }

  /** Whether the step has nothing left to correct. */
  isDone(step: ImportStep): boolean {
    return stepDone(step, this);
  }

  /** Leaves the present step for the next one, or shows what is still wrong with it. */
  async next(): Promise<void> {
    const step = this.#step;
    // Resources of subscriptions are chosen in this step, so their fields are asked for behind it.
    if (step === 'mapping' && this.draft.judgement.ok && this.discovery.connectionId !== null) await this.discovery.loadFor(this.draft.judgement.recipe);
    if (!this.isDone(step)) {
      this.#shownProblems.add(step);
      return;
    }
    const index = importSteps.indexOf(step) + 1;
    const following = importSteps[index];
    if (following === undefined) return;
    this.#step = following;
    this.#reached = Math.max(this.#reached, index);
    if (following === 'mapping') await learnFields(this.#client, this);
    if (following === 'request') await this.connections.load();
  }

  /** Takes a saved recipe; the sheet it was made for is looked at first where this file has it. */
  async takeRecipe(name: string): Promise<void> {
    const saved = this.recipes.find(name);
    if (saved === undefined) return;
    const wish = readingOfRecipe(saved.recipe, this.source.inspection);
    if (Object.keys(wish).length > 0 && !(await this.source.look(wish))) return;
    if (this.source.inspection === null) return;
    const { recipe, changes } = await fittedTo(this.#client, this.source.file?.sourceId ?? '', saved);
    this.draft.take(recipe, this.source.inspection, this.source.wish, changes);
    this.#shownProblems.add('mapping');
    await this.discovery.loadFor(recipe);
  }

  /** Takes over the list that the file was recognised as: recipe, connection and choices. True where nothing is left to be decided; else the first step with a question is open. */
  async takeList(): Promise<boolean> {
    const taken = await takenOver(this);
    if (taken === null) return false;
    this.#leavesUnchanged = taken.list.leavesUnchanged;
    this.#shownProblems.add('mapping');
    const open = importSteps.find((step) => !this.isDone(step) || (step === 'request' && !isPlaceKnown(this)));
    this.#reached = importSteps.indexOf('check');
    this.#step = open ?? 'check';
    return open === undefined;
  }

  /** Lets the list that was recognised or taken over go, and begins with what the file itself suggests. */
  beginAnew(): void {
    if (this.recognised.isTaken) this.#step = 'file';
    this.recognised.leave();
    this.#begin();
  }

  async saveRecipe(name: string): Promise<void> {
    const { judgement } = this.draft;
    if (judgement.ok && name.trim() !== '') await this.recipes.save(name.trim(), judgement.recipe, listColumns(this.draft.columns));
    else this.#shownProblems.add('mapping');
  }

  /** Reads and checks the whole file; the id of the job when it is ready. */
  async check(): Promise<string | undefined> {
    const wish = prepareWish(this);
    if (wish === null) return undefined;
    const undone = (['file', 'mapping'] as const).find((step) => !this.isDone(step));
    if (undone !== undefined) return this.#goBack(undone);
    const prepared = await this.prepare.run(wish);
    this.#sourceChanged = prepared.kind === 'changed';
    if (prepared.kind === 'refused') {
      this.draft.refuse(prepared.problems);
      return this.#goBack('mapping');
    }
    if (prepared.kind !== 'ready') return undefined;
    await this.prepare.replace(prepared.jobId);
    return prepared.jobId;
  }

  #goBack(step: ImportStep): undefined {
    this.#shownProblems.add(step);
    this.#step = step;
  }

  /** Whether this import made the job, so that its mapping can still be changed. */
  made(jobId: string): boolean {
    return this.prepare.jobId === jobId;
  }

  #fileTaken(recognises = true): void {
    this.prepare.begin(null);
    this.#sourceChanged = false;
    this.name = this.source.file?.name.replace(/\.[A-Za-z]{3,4}$/, '') ?? '';
    this.#step = 'file';
    this.#reached = 0;
    this.#begin();
    void this.recipes.load();
    if (recognises) void this.recognised.look(this.source.file?.sourceId ?? '');
  }

  #begin(): void {
    if (this.source.inspection === null) return;
    this.draft.begin(this.source.inspection, this.source.wish);
    this.#reached = Math.min(this.#reached, 1);
    this.#shownProblems.clear();
  }
}
