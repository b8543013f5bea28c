import { SvelteMap } from 'svelte/reactivity';
import type { KnownSubscriptions } from '#contract/subscriptionColumns.ts';
import type { TaughtColumn } from '#contract/memory.ts';
import type { Channel, Recipe } from '#contract/recipe.ts';
import type { InspectedColumn, ReadingWish, SourceInspection } from '#contract/source.ts';
import { judge, namedProblem, placedProblems, samePlace, type Judgement, type Place, type Problem } from './recipe/checks.ts';
import { emptyRequest, newSubscription, type FieldDraft, type MemberDraft, type MemberName, type RecipeDraft, type RequestDraft, type SubscriptionDraft, type SubscriptionList } from './recipe/draft.ts';
import { findColumn } from './recipe/columns.ts';
import { DraftMends } from './draftMends.ts';
import { placeOf } from './readingWish.ts';
import { withChange, withColumn, withFields, withMember } from './recipe/entries.ts';
import { draftOf, inSheetOrder, unmapped } from './recipe/fromRecipe.ts';
import { learned } from './recipe/learned.ts';
import type { KnownField } from './recipe/knownFields.ts';
import { noChanges, suggestedEntry, type ColumnChange, type Origin } from './recipe/suggested.ts';
import { withSubscriptionColumns } from './recipe/subscriptionColumns.ts';
import { withTaught } from './recipe/taught.ts';

/** The recipe while it is being made, for the columns of one sheet. */
export class DraftState {
  #columns = $state.raw<readonly InspectedColumn[]>([]);
  #draft = $state.raw<RecipeDraft>({ sheet: null, headerRow: 1, reading: {}, request: emptyRequest, fields: [], subscriptions: [], empty: 'skip', invalid: 'row', duplicates: 'last', mends: [] });
  /** null: the operator has chosen, and nothing else may choose for them. */
  readonly #origins = new SvelteMap<number, Origin>();
  /** By their names, what columns are against the list that was taken over. */
  changes = $state.raw(noChanges);
  #nextId = 1;
  /** Problems that the engine found, true of that very draft only: any change makes them stale. */
  #refused = $state.raw<{ readonly draft: RecipeDraft; readonly problems: readonly Problem[] } | null>(null);
  readonly mends = new DraftMends({ draft: () => this.#draft, columns: () => this.#columns, set: (mends) => { this.#draft = { ...this.#draft, mends }; } });
  readonly #judgement = $derived.by((): Judgement => {
    const judgement = judge(this.#draft, this.#columns);
    return judgement.ok && this.#refused?.draft === this.#draft ? { ok: false, problems: this.#refused.problems } : judgement;
  });

  get request(): RequestDraft {
    return this.#draft.request;
  }

  get fields(): readonly FieldDraft[] {
    return this.#draft.fields;
  }

  get subscriptions(): readonly SubscriptionDraft[] {
    return this.#draft.subscriptions;
  }

  get invalid(): RecipeDraft['invalid'] {
    return this.#draft.invalid;
  }

  get empty(): RecipeDraft['empty'] {
    return this.#draft.empty;
  }

  get duplicates(): RecipeDraft['duplicates'] {
    return this.#draft.duplicates;
  }

  get columns(): readonly InspectedColumn[] {
    return this.#columns;
  }

  get judgement(): Judgement {
    return this.#judgement;
  }

  get problems(): readonly Problem[] {
    return this.#judgement.ok ? [] : this.#judgement.problems;
  }

  problemsAt(place: Place): readonly string[] {
    return this.problems.filter((problem) => samePlace(problem.place, place)).map(({ text }) => text);
  }

  /** The place of the draft that a recipe's member was made of. */
  placeOf(path: string): Place {
    return placedProblems([`${path}: `], this.#draft)[0]?.place ?? { kind: 'recipe' };
  }

  /** A problem with the name of what it belongs to, for a list away from its place. */
  named = (problem: Problem): string => namedProblem(problem, this.#draft, this.#columns);

  origin(id: number): Origin {
    return this.#origins.get(id) ?? null;
  }

  column(ref: string): InspectedColumn | undefined {
    return findColumn(this.#columns, ref);
  }

  get imported(): number {
    return this.#draft.fields.filter(({ field, source }) => field.trim() !== '' && source.kind === 'column').length;
  }

  /** Begins anew with a sheet: what was chosen about the request stays, the columns take their suggestions. */
  begin(inspection: SourceInspection, wish: ReadingWish = {}): void {
    this.#columns = inspection.columns;
    this.#origins.clear();
    this.changes = noChanges;
    const fields = inspection.columns.map((column): FieldDraft => {
      const { entry, origin } = suggestedEntry(this.#id(), column);
      if (origin !== null) this.#origins.set(entry.id, origin);
      return entry;
    });
    this.#draft = { ...this.#draft, ...placeOf(inspection, wish), fields, mends: [] };
  }

  /** Takes the same table read anew: what is mapped stays, also where its column is gone, for the operator to be asked. */
  reread(inspection: SourceInspection, wish: ReadingWish = {}): void {
    this.#columns = inspection.columns;
    const kept = this.#draft.fields.filter(({ field, source }) => field.trim() !== '' || source.kind !== 'column');
    const fields = inSheetOrder(kept, inspection.columns, () => this.#id());
    this.#draft = { ...this.#draft, ...placeOf(inspection, wish), fields };
  }

  /** Takes a saved recipe for the sheet at hand; `changes`: what its columns are against those that the recipe was made for. */
  take(recipe: Recipe, inspection: SourceInspection, wish: ReadingWish = {}, changes: ReadonlyMap<string, ColumnChange> = noChanges): void {
    this.#columns = inspection.columns;
    this.changes = changes;
    this.#origins.clear();
    this.#draft = draftOf(recipe, inspection.columns, placeOf(inspection, wish), () => this.#id());
    // A saved recipe says what is imported and what is not; no guess may add to it.
    for (const { id } of this.#draft.fields) this.#origins.set(id, null);
  }

  /**
   * Uses what is known of the database: columns become what finished imports had them; the others take the field of the same name or
   * title, which is surer than any guess, and entries that the operator has not changed take the type the database gives their field.
   */
  learn(known: readonly KnownField[], taught: readonly TaughtColumn[] = [], subscribed: KnownSubscriptions = { resources: [], fields: [] }): void {
    this.#draft = withSubscriptionColumns(this.#draft, this.#columns, subscribed, { isOpen: (id) => this.#origins.get(id) !== null, nextId: () => this.#id(), settle: (id) => this.#origins.set(id, null) });
    const { fields: taken, lessons } = withTaught(this.#draft.fields, taught, known, (id) => this.#origins.get(id) !== null);
    const { fields, same } = learned(taken, known, (entry) => {
      const column = entry.source.kind === 'column' ? this.column(entry.source.ref) : undefined;
      return this.#origins.get(entry.id) === null || lessons.has(entry.id) || column === undefined || column.own === true ? null : column.header;
    });
    for (const [id, { list, sentAt }] of lessons) this.#origins.set(id, { kind: 'taught', list, sentAt });
    for (const id of same) this.#origins.set(id, { kind: 'same-name' });
    this.#draft = { ...this.#draft, fields };
  }

  /** Takes the problems that the engine found in the recipe of this draft, each beginning with its path. */
  refuse(problems: readonly string[]): void {
    this.#refused = { draft: this.#draft, problems: placedProblems(problems, this.#draft) };
  }

  setRequest(change: Partial<RequestDraft>): void {
    this.#draft = { ...this.#draft, request: { ...this.#draft.request, ...change } };
  }

  /** What holds for all fields, and for all rows of a key. */
  setPolicies(change: Partial<Pick<RecipeDraft, 'empty' | 'invalid' | 'duplicates'>>): void {
    this.#draft = { ...this.#draft, ...change };
  }

  /** Chooses the profile field of an entry ('' for none); a field whose type is known brings it along. */
  aim(id: number, field: string, known: readonly KnownField[]): void {
    const type = known.find(({ name }) => name === field.trim())?.type;
    this.changeField(id, { field, ...(type === undefined ? {} : { type }) });
  }

  changeField(id: number, change: Partial<Omit<FieldDraft, 'id'>>): void {
    const fields = withChange(this.#draft.fields, id, change);
    if (change.field !== undefined) this.#origins.set(id, null);
    this.#draft = { ...this.#draft, fields };
  }

  /** Takes another column for an entry; a row of that column that was not imported makes room for it. Mends of a column that the file does not have go with it. */
  replaceColumn(id: number, ref: string): void {
    const source = this.#draft.fields.find((entry) => entry.id === id)?.source;
    this.#draft = { ...this.#draft, fields: withColumn(this.#draft.fields, id, ref) };
    if (source?.kind === 'column') this.mends.follow(source.ref, ref);
  }

  /** A second field for the same column, right below it. */
  repeatColumn(id: number): void {
    const fields = this.#draft.fields.flatMap((entry) =>
      entry.id === id && entry.source.kind === 'column' ? [entry, unmapped(this.#id(), entry.source.ref)] : [entry],
    );
    this.#draft = { ...this.#draft, fields };
  }

  /** The same for every row, several columns joined, or an object of several columns. */
  addConstant(kind: 'value' | 'template' | 'members' = 'value'): void {
    const blank = unmapped(this.#id(), '');
    const constant: FieldDraft = kind === 'members' ? { ...blank, type: 'object', source: { kind, members: [this.blankField()] } } : { ...blank, source: { kind, text: '' } };
    this.#draft = { ...this.#draft, fields: [...this.#draft.fields, constant] };
  }

  /** Takes an entry out; the last one of a column that the file has stays, as "do not import". */
  removeField(id: number): void {
    const gone = this.#draft.fields.find((entry) => entry.id === id);
    const fields = this.#draft.fields.filter((entry) => entry.id !== id);
    if (gone?.source.kind === 'column') {
      const { ref } = gone.source;
      const isLast = !fields.some(({ source }) => source.kind === 'column' && source.ref === ref);
      if (isLast && this.column(ref) !== undefined) return this.changeField(id, { field: '' });
    }
    this.#draft = { ...this.#draft, fields };
  }

  addSubscription(channel: Channel): void {
    this.#draft = { ...this.#draft, subscriptions: [...this.#draft.subscriptions, newSubscription(this.#id(), channel)] };
  }

  removeSubscription(id: number): void {
    this.#draft = { ...this.#draft, subscriptions: this.#draft.subscriptions.filter((entry) => entry.id !== id) };
  }

  changeSubscription(id: number, change: Partial<Omit<SubscriptionDraft, 'id'>>): void {
    this.#changeSubscription(id, (entry) => ({ ...entry, ...change }));
  }

  member(id: number, name: MemberName): MemberDraft | undefined {
    return this.#draft.subscriptions.find((entry) => entry.id === id)?.members[name];
  }

  changeMember(id: number, name: MemberName, change: Partial<MemberDraft>): void {
    this.#changeSubscription(id, (entry) => withMember(entry, name, change, this.#columns));
  }

  /** A field to begin with: the first column, under no name yet. */
  blankField(): FieldDraft {
    return unmapped(this.#id(), this.#columns[0]?.ref ?? '');
  }

  addSubscriptionField(id: number, list: SubscriptionList): void {
    const added = this.blankField();
    this.#changeSubscription(id, (entry) => withFields(entry, list, (fields) => [...fields, added]));
  }

  changeSubscriptionField(id: number, list: SubscriptionList, fieldId: number, change: Partial<Omit<FieldDraft, 'id'>>): void {
    this.#changeSubscription(id, (entry) => withFields(entry, list, (fields) => fields.map((field) => (field.id === fieldId ? { ...field, ...change } : field))));
  }

  removeSubscriptionField(id: number, list: SubscriptionList, fieldId: number): void {
    this.#changeSubscription(id, (entry) => withFields(entry, list, (fields) => fields.filter((field) => field.id !== fieldId)));
  }

  #changeSubscription(id: number, change: (entry: SubscriptionDraft) => SubscriptionDraft): void {
    this.#draft = { ...this.#draft, subscriptions: this.#draft.subscriptions.map((entry) => (entry.id === id ? change(entry) : entry)) };
  }

  #id(): number {
    const id = this.#nextId;
    this.#nextId += 1;
    return id;
  }
}
