import { flushSync, mount, unmount } from 'svelte';
import { createClient } from '#contract/client.ts';
import { AppState } from '../../renderer/state/app.svelte.ts';
import App from '../../renderer/app/App.svelte';
import type { FakeTransport } from './fakeTransport.ts';

export interface Page {
  readonly app: AppState;
  readonly root: HTMLElement;
  /** The one element with this data-testid; fails with the ids that are there. */
  get(testId: string): HTMLElement;
  has(testId: string): boolean;
  all(testId: string): readonly HTMLElement[];
  click(testId: string): Promise<void>;
  /** Types a text or chooses an option, as a person would: the value, then its events. */
  enter(testId: string, value: string): Promise<void>;
  text(): string;
  /** Waits until all that was asked for has been answered and drawn. */
  settle(): Promise<void>;
  close(): void;
}

/** The whole page over a fake transport in the test's document. */
export async function mountPage(transport: FakeTransport): Promise<Page> {
  const root = document.createElement('div');
  document.body.append(root);
  const app = new AppState(createClient(transport));
  const instance = mount(App, { target: root, props: { app } });
  const all = (testId: string): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)];

  const page: Page = {
    app,
    root,
    all,
    has: (testId) => all(testId).length > 0,
    get: (testId) => {
      const [found] = all(testId);
      if (found !== undefined) return found;
      const there = [...root.querySelectorAll('[data-testid]')].map((element) => element.getAttribute('data-testid'));
      throw new Error(`no ${testId} among ${[...new Set(there)].join(', ')}`);
    },
    click: async (testId) => {
      page.get(testId).click();
      await page.settle();
    },
    enter: async (testId, value) => {
      const control = page.get(testId) as HTMLInputElement | HTMLSelectElement;
      control.value = value;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
      await page.settle();
    },
    text: () => (root.textContent ?? '').replace(/\s+/g, ' '),
    // The fake answers in microtasks; a macrotask later all of them, and those they set off, are done.
    settle: async () => {
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      flushSync();
    },
    close: () => {
      void unmount(instance);
      root.remove();
    },
  };
  await page.settle();
  return page;
}
