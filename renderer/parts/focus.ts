/** Where the focus stood in the page, from the inside outwards, so that it can be brought back, or near, when what had it is gone. */
export interface Trail {
  readonly element: HTMLElement;
  readonly above: readonly { readonly parent: Element; readonly index: number }[];
}

/** What takes the focus by the Tab key. */
const reachable = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]:not([tabindex="-1"])';

const canTake = (element: HTMLElement): boolean => element.isConnected && !element.matches(':disabled');

/** The trail of an element. */
export function trailOf(element: HTMLElement): Trail {
  const above: Trail['above'][number][] = [];
  for (let child: Element = element, parent = child.parentElement; parent !== null; child = parent, parent = child.parentElement) {
    above.push({ parent, index: [...parent.children].indexOf(child) });
  }
  return { element, above };
}

/** Where a trail leads now: its element, what stands in its place, the nearest thing around it, or the screen. */
function nearest({ element, above }: Trail): HTMLElement | null {
  if (canTake(element)) return element;
  for (const { parent, index } of above) {
    if (!parent.isConnected) continue;
    if (parent instanceof HTMLElement && parent.matches('main')) return parent;
    const inside = [parent.children[index], parent.children[index - 1], parent].flatMap((place) => (place === undefined ? [] : reachableIn(place)));
    // What took the place of the first thing to do is the first thing to do.
    const next = element.matches('.primary') ? (inside.find((one) => one.matches('.primary')) ?? inside[0]) : inside[0];
    if (next !== undefined) return next;
  }
  return null;
}

const reachableIn = (place: Element): readonly HTMLElement[] =>
  [...(place instanceof HTMLElement && place.matches(reachable) ? [place] : []), ...place.querySelectorAll<HTMLElement>(reachable)];

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** Brings the focus back, unless something else has taken it meanwhile. */
export function returnTo(trail: Trail | null): void {
  if (trail !== null && isNowhere()) nearest(trail)?.focus({ preventScroll: true });
}

/** Where the focus is now; null where nothing has it. */
export function currentTrail(): Trail | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement !== document.body ? trailOf(activeElement) : null;
}

/**
 * An attachment for the whole page: whoever works by keyboard never starts at the top again because what had the focus was
 * taken away or disabled. What a dialog was opened from is its own matter.
 */
export function keepFocus(page: HTMLElement): () => void {
  let last: Trail | null = null;
  let over: Element | null = null;
  const note = ({ target }: FocusEvent): void => {
    last = target instanceof HTMLElement ? trailOf(target) : null;
    over = last?.element.closest('dialog') ?? null;
  };
  const observer = new MutationObserver(() => {
    if (last === null || canTake(last.element) || !isNowhere()) return;
    if (over === null ? page.querySelector('dialog[open]') === null : over.isConnected) returnTo(last);
  });
  page.addEventListener('focusin', note);
  observer.observe(page, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
  return () => {
    page.removeEventListener('focusin', note);
    observer.disconnect();
  };
}
