import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';

/** From a file that the dialog will give to the step that checks it: on the practice server, with what is proposed. */
export async function toCheck(page: Page): Promise<void> {
  const at = (id: string): Locator => page.getByTestId(id);
  await at('choose-file').click();
  await at('file-name').waitFor();
  await at('next').click();
  await at('use-practice').click();
  await at('database').locator('option[value="7"]').waitFor({ state: 'attached' });
  await at('database').selectOption('7');
  await at('next').click();
  await at('mapping').waitFor();
  await at('next').click();
}

const smoothSchema = z.object({ longestTask: z.number(), longestGap: z.number() });

/** In ms: the longest task of the page, and the longest time between two frames. */
export type Smoothness = z.infer<typeof smoothSchema>;

/** Watches the page from now on, until it is asked. */
export async function watchFrames(page: Page): Promise<() => Promise<Smoothness>> {
  await page.evaluate(`(() => {
    const seen = { longestTask: 0, longestGap: 0, last: performance.now(), isOver: false };
    globalThis.seenFrames = seen;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) if (!seen.isOver) seen.longestTask = Math.max(seen.longestTask, duration);
    }).observe({ type: 'longtask' });
    const frame = (now) => {
      seen.longestGap = Math.max(seen.longestGap, now - seen.last);
      seen.last = now;
      if (!seen.isOver) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => { seen.last = now; requestAnimationFrame(frame); });
  })()`);
  return async () => smoothSchema.parse(await page.evaluate('(() => { globalThis.seenFrames.isOver = true; return globalThis.seenFrames; })()'));
}

const timesSchema = z.array(z.number()).min(1);

/** In ms: how long the page waited for 50 rows at each of so many places all over the job. */
export async function rowTimes(page: Page, jobId: string, rows: number, times: number): Promise<readonly number[]> {
  const wish = JSON.stringify({ jobId, rows, times });
  return timesSchema.parse(
    await page.evaluate(`(async ({ jobId, rows, times }) => {
      const took = [];
      for (let time = 0; time < times; time += 1) {
        const first = 1 + Math.floor(((time * 0.618034) % 1) * (rows - 50));
        const positions = Array.from({ length: 50 }, (_, index) => first + index);
        const started = performance.now();
        const answer = await window.importer.invoke('rowsAt', { jobId, positions });
        if (!answer.ok || answer.value.length !== 50) throw new Error('no rows');
        took.push(performance.now() - started);
      }
      return took;
    })(${wish})`),
  );
}

/** In ms from a row's number to that row on the screen, for so many rows all over the job. The grid must be shown. */
export async function jumpTimes(page: Page, rows: number, times: number): Promise<readonly number[]> {
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const row = 2 + Math.floor(((time * 0.618034) % 1) * (rows - 2));
    await page.getByTestId('go-row').fill(String(row));
    took.push(z.number().parse(await page.evaluate(`(() => new Promise((done) => {
      const started = performance.now();
      const look = () => document.querySelector('[data-testid=grid-row][data-row="${row}"]') ? done(performance.now() - started) : requestAnimationFrame(look);
      const field = document.querySelector('[data-testid=go-row]');
      field.form ? field.form.requestSubmit() : field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      look();
    }))()`)));
  }
  return took;
}

const exportSchema = z.object({ took: z.number(), told: z.number(), rows: z.number().nullable() });

/**
 * Exports all rows of a job to the place that the dialog will give: ms, how often it was told how far it is, and the rows written; null where
 * it was ended. `ends`: it is ended at the first word of it, and `took` is the time from there.
 */
export async function exportAll(page: Page, jobId: string, ends: boolean): Promise<z.infer<typeof exportSchema>> {
  return exportSchema.parse(
    await page.evaluate(`(async ({ jobId, ends }) => {
      let [told, started] = [0, performance.now()];
      const stop = window.importer.subscribe((event) => {
        if (event.kind !== 'exporting') return;
        told += 1;
        if (!ends || told > 1) return;
        started = performance.now();
        void window.importer.invoke('cancelExport', { jobId });
      });
      const answer = await window.importer.invoke('exportRows', { jobId, rows: 'all' });
      stop();
      return { took: performance.now() - started, told, rows: answer.ok ? answer.value.rows : null };
    })(${JSON.stringify({ jobId, ends })})`),
  );
}

/** The value that so large a share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
