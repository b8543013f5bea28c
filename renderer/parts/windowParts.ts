const reachable = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';

/** The parts of the window between which F6 goes: places, steps, panels, tables, what leads on. Marked by `data-part`. */
const all = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-part]')].filter((part) => part.querySelector(reachable) !== null || part.matches(reachable));

/** Moves the focus to the next part or the one before, over the ends. */
export const parts = {
  move(step: 1 | -1): void {
    const found = all();
    const { activeElement } = document;
    // The innermost one counts, where one lies in another.
    const at = activeElement === null ? -1 : found.findLastIndex((part) => part.contains(activeElement));
    const next = found.at(at === -1 ? (step === 1 ? 0 : -1) : (at + step) % found.length);
    const target = next === undefined || next.matches(reachable) ? next : next.querySelector<HTMLElement>(reachable);
    target?.focus();
  },
};
