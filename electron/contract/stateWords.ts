import { m } from '#messages';

const words: Readonly<Record<string, () => string>> = {
  preparing: m.states_word_preparing,
  ready: m.states_word_ready,
  running: m.states_word_running,
  paused: m.states_word_paused,
  finished: m.states_word_finished,
  cancelled: m.states_word_cancelled,
  'handed-over': m.states_word_handed_over,
};

/** A job's state within a sentence; what is no state as it is. */
export function jobStateWord(state: string): string {
  return Object.hasOwn(words, state) ? (words[state]?.() ?? state) : state;
}
