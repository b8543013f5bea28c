import { SvelteSet } from 'svelte/reactivity';
import { differenceSentence, type Difference } from '#contract/differences.ts';
import { distance } from '#contract/distance.ts';
import { m } from '#messages';
import { doubtsSummary } from '../text/doubts.ts';
import type { DiscoveryState } from './discovery.svelte.ts';
import type { DraftState } from './draft.svelte.ts';
import { samePlace, type Place } from './recipe/checks.ts';

/** Something that the database's fields speak against: rows with it would be refused, or write what nobody meant. */
export interface Doubt {
  readonly difference: Difference;
  readonly place: Place;
  readonly text: string;
  /** Whether the operator goes on all the same. */
  readonly accepted: boolean;
}

/** What the known fields say against a recipe. It stops the import until it is corrected, or accepted by name. */
export class Guards {
  readonly #draft: DraftState;
  readonly #discovery: DiscoveryState;
  readonly #accepted = new SvelteSet<string>();
  readonly #doubts = $derived.by((): readonly Doubt[] => {
    const { judgement } = this.#draft;
    if (!judgement.ok) return [];
    return this.#discovery.differences(judgement.recipe).map((difference) => ({
      difference, place: this.#draft.placeOf(difference.path), text: [differenceSentence(difference), ...this.#nearest(difference)].join(' '), accepted: this.#accepted.has(keyOf(difference)),
    }));
  });

  constructor(draft: DraftState, discovery: DiscoveryState) {
    this.#draft = draft;
    this.#discovery = discovery;
  }

  /** The known field with the name most like it, whatever its type: what is mistyped has not brought a type along. */
  #nearest({ kind, field, resource }: Difference): readonly string[] {
    if (kind !== 'missing' || resource !== null) return [];
    const near = this.#discovery.fields
      .map(({ name }) => ({ name, far: distance(name.toLowerCase(), field.toLowerCase()) }))
      .filter(({ far }) => far <= Math.max(1, Math.floor(field.length / 3)))
      .sort((one, other) => one.far - other.far)[0];
    return near === undefined ? [] : [m.mapping_nearest_name({ name: near.name })];
  }

  get doubts(): readonly Doubt[] {
    return this.#doubts;
  }

  /** Those that stop the import, each sentence once. */
  get open(): readonly string[] {
    const texts = this.#doubts.filter(({ accepted }) => !accepted).map(({ text }) => text);
    return texts.filter((text, index) => texts.indexOf(text) === index);
  }

  /** What was accepted, in sentences for every place where it must be known again. */
  get accepted(): readonly string[] {
    return doubtsSummary(this.#doubts.filter(({ accepted }) => accepted).map(({ difference }) => difference));
  }

  at(place: Place): readonly Doubt[] {
    return this.#doubts.filter((doubt) => samePlace(doubt.place, place));
  }

  /** Goes on all the same with what is known now; anything new stops again. */
  accept(): void {
    for (const { difference } of this.#doubts) this.#accepted.add(keyOf(difference));
  }

  takeBack(): void {
    this.#accepted.clear();
  }
}

/** The same doubt wherever its entry moves. */
function keyOf({ kind, field, types, resource }: Difference): string {
  return JSON.stringify([kind, field, types, resource]);
}
