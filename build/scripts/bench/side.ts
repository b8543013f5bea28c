import { enableCompileCache } from 'node:module';

// As every command of ours starts; the baselines profit from it alike.
enableCompileCache();

/** What a side says of its own work. */
export type Said = Readonly<Record<string, number>>;
type Side = (...args: readonly string[]) => Promise<Said>;

/** Loaded by name, so that a side pays for the start of its own code and of nothing else. */
const sides: Readonly<Record<string, () => Promise<Side>>> = {
  'read-ours': async () => (await import('./readOurs.ts')).readOurs,
  'read-exceljs': async () => (await import('./readExceljs.ts')).readExceljs,
  'read-csv-parse': async () => (await import('./readCsvParse.ts')).readCsvParse,
  inflate: async () => (await import('./inflate.ts')).inflate,
  inspect: async () => (await import('./inspect.ts')).inspect,
  prepare: async () => (await import('./prepare.ts')).prepare,
  send: async () => (await import('./send.ts')).send,
  'send-http': async () => (await import('./sendBoth.ts')).sendHttp,
  'send-queue': async () => (await import('./sendBoth.ts')).sendQueue,
  correct: async () => (await import('./correct.ts')).correct,
  'export-round': async () => (await import('./round.ts')).exportRound,
  'read-round': async () => (await import('./round.ts')).readRound,
  'end-to-end': async () => (await import('./send.ts')).endToEnd,
  'plain-pipeline': async () => (await import('./plainPipeline.ts')).plainPipeline,
};

const [name = '', ...args] = process.argv.slice(2);
const load = sides[name];
if (load === undefined) throw new Error(`no side called ${name}`);
const side = await load();
const said = await side(...args);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, peak: (maxRSS * 1_024) / 1e6, said }));
