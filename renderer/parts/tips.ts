import { mount, unmount } from 'svelte';

interface Told {
  readonly 'data-tip'?: string;
  readonly 'data-focus-tip'?: string;
  readonly 'aria-description'?: string;
}

/** What an element says when it is pointed at or has the focus, and to a screen reader beside its name. */
export const tip = (words: string | undefined): Told => (words === undefined ? {} : { 'data-tip': words, 'aria-description': words });

/** What is told of words beside a control, or in it, to the keyboard and to a screen reader: the pointer has those words. */
export const focusTip = (words: string): Told => (words === '' ? {} : { 'data-focus-tip': words, 'aria-description': words });

/** Milliseconds that the pointer rests before it is told anything; one that goes on from another tip need not wait. */
const restsFor = 500;
/** Milliseconds for the way of the pointer from an element to its tip, which can be read at any zoom. */
const wayTakes = 150;

interface Shown {
  show(anchor: HTMLElement, words: string): void;
  hide(): void;
  close(): void;
  isOpen(): boolean;
}

/** The part itself is loaded when the first tip is asked for. */
async function build(target: HTMLElement): Promise<{ readonly shown: Shown; readonly remove: () => void }> {
  const { default: Tooltip } = await import('./Tooltip.svelte');
  const shown = mount(Tooltip, { target, props: { page: target } });
  return { shown, remove: () => void unmount(shown) };
}

/** Words that are only those of the element are told where they do not fit into it. */
function wordsOf(element: HTMLElement, words: string | undefined): string | undefined {
  if (words === undefined || words === '' || element.innerText.trim() !== words.trim()) return words === '' ? undefined : words;
  const isCut = [element, ...element.querySelectorAll('*')].some(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth);
  return isCut ? words : undefined;
}

const closest = (target: EventTarget | null, selector: string): HTMLElement | null => {
  const found = target instanceof Element ? target.closest(selector) : null;
  return found instanceof HTMLElement ? found : null;
};

/** What is told of at the moment, or is about to be. */
class Teller {
  anchor: HTMLElement | null = null;
  readonly #page: HTMLElement;
  #part: ReturnType<typeof build> | null = null;
  #shown: Shown | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: HTMLElement) {
    this.#page = page;
  }

  get isOpen(): boolean {
    return this.#shown?.isOpen() === true;
  }

  aim(element: HTMLElement, words: string | undefined, after: number): void {
    this.leave();
    if (words === undefined) return;
    this.anchor = element;
    this.#timer = setTimeout(() => void this.#tell(element, words), after);
  }

  /** The pointer is somewhere else, perhaps on its way to the tip. */
  leaveSoon(): void {
    this.stay();
    this.#timer = setTimeout(() => { this.leave(); }, wayTakes);
  }

  stay(): void {
    clearTimeout(this.#timer);
  }

  leave(): void {
    this.stay();
    this.anchor = null;
    // The focus may be lost in the midst of an update of the page, which no other may be made in.
    if (this.isOpen) queueMicrotask(() => { this.#shown?.hide(); });
  }

  /** Escape in a dialog is the dialog's, which takes its tip along. */
  leaveDialog(): void {
    if (!this.isOpen || this.anchor?.closest('dialog') === null) return;
    this.stay();
    this.anchor = null;
    this.#shown?.close();
  }

  remove(): void {
    this.leave();
    void this.#part?.then(({ remove }) => { remove(); });
  }

  async #tell(element: HTMLElement, words: string): Promise<void> {
    this.#part ??= build(this.#page);
    ({ shown: this.#shown } = await this.#part);
    if (this.anchor === element && element.isConnected) this.#shown.show(element, words);
  }
}

/**
 * An attachment for the whole page: one tooltip for all elements in it with `data-tip`, or with `data-focus-tip` for the
 * keyboard alone, so that a grid of any size pays nothing for its cells.
 */
export function tips(page: HTMLElement): () => void {
  const teller = new Teller(page);
  const listeners = new AbortController();
  const { signal } = listeners;
  let byKeyboard = false;

  page.addEventListener('pointerover', ({ target, pointerType }) => {
    if (pointerType === 'touch') return;
    const element = closest(target, '[data-tip]');
    if (closest(target, '[role=tooltip]') !== null || (element !== null && element === teller.anchor && teller.isOpen)) teller.stay();
    else if (element !== null && element !== teller.anchor) teller.aim(element, wordsOf(element, element.dataset['tip']), teller.isOpen ? 0 : restsFor);
    else if (element === null && teller.anchor !== null && !(byKeyboard && teller.anchor.contains(document.activeElement))) teller.leaveSoon();
  }, { signal });
  page.addEventListener('focusin', ({ target }) => {
    const element = byKeyboard ? closest(target, '[data-tip], [data-focus-tip]') : null;
    if (element !== null) teller.aim(element, wordsOf(element, element.dataset['tip'] ?? element.dataset['focusTip']), 0);
  }, { signal });
  page.addEventListener('keydown', ({ key }) => {
    byKeyboard = true;
    if (key === 'Escape') teller.leaveDialog();
    // What is done by it is to be seen; outside of a dialog the part itself closes by Escape.
    if (key !== 'Escape' && key !== 'Tab' && key !== 'Shift') teller.leave();
  }, { signal, capture: true });
  page.addEventListener('pointerdown', () => {
    byKeyboard = false;
    teller.leave();
  }, { signal, capture: true });
  for (const name of ['pointerleave', 'focusout'] as const) page.addEventListener(name, () => { teller.leave(); }, { signal });
  return () => {
    listeners.abort();
    teller.remove();
  };
}
