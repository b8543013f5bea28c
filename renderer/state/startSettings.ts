import type { Connection, DatabaseInfo } from '#contract/commands.ts';
import { usualRefusedPercent, type KeptSettings } from '#contract/job.ts';
import { m } from '#messages';
import { hostOf } from '../text/formats.ts';
import { connectionOf } from './connectionOf.ts';

export interface StartSettings {
  readonly connectionId: string | null;
  /** At most: a run uses fewer while the server is better served so. */
  readonly streams: number;
  readonly chunkProfiles: number;
  /** Megabytes (1,000,000 bytes), as the operator thinks of the limit. */
  readonly chunkMegabytes: number;
  /** Percent of refused rows at which the job pauses; null: never for that reason. */
  readonly pauseWhenRefused: number | null;
  /** How many rows to try it out with first; null sends all. */
  readonly trial: number | null;
}

/** Rows of a trial unless the operator says otherwise. */
export const usualTrial = 10;

export const usualSettings: StartSettings = { connectionId: null, streams: 2, chunkProfiles: 5_000, chunkMegabytes: 8, pauseWhenRefused: usualRefusedPercent, trial: null };

/** The settings of the job’s last run, as far as they are to be proposed again. */
export function settingsAsBefore({ streams, chunkProfiles, chunkBytes, pauseWhenRefused }: KeptSettings): Partial<StartSettings> {
  return { streams, chunkProfiles, chunkMegabytes: chunkBytes / 1_000_000, pauseWhenRefused };
}

const isWithin = (value: number, from: number, to: number): boolean => Number.isInteger(value) && value >= from && value <= to;

/** The bounds of a request as the commands take them. */
export function requestSize({ chunkProfiles, chunkMegabytes }: StartSettings): { readonly chunkProfiles: number; readonly chunkBytes: number } {
  return { chunkProfiles, chunkBytes: Math.round(chunkMegabytes * 1_000_000) };
}

/** Why no request can be made within these bounds, or null. */
export function sizeProblem({ chunkProfiles, chunkMegabytes }: StartSettings): string | null {
  if (!isWithin(chunkProfiles, 1, 10_000)) return m.start_problem_profiles();
  return chunkMegabytes >= 0.01 && chunkMegabytes <= 10 ? null : m.start_problem_size();
}

/** The connection that a job was made for or sent over, or another to the server it was begun on; else the only one there is. */
export function likelyConnection(list: readonly Connection[], connectionId: string | null, server: string | null): Connection | undefined {
  return connectionOf(list, connectionId, server) ?? (server === null && list.length === 1 ? list[0] : undefined);
}

/** Why a run cannot be started with these settings and this connection, or null. */
export function settingsProblem(settings: StartSettings, connection: Connection | undefined): string | null {
  const { streams, trial, pauseWhenRefused } = settings;
  if (connection === undefined) return m.start_problem_connection();
  if (!connection.hasToken) return m.start_problem_token();
  if (!isWithin(streams, 1, 8)) return m.start_problem_streams();
  if (trial !== null && !isWithin(trial, 1, 10_000)) return m.start_problem_trial();
  if (pauseWhenRefused !== null && !isWithin(pauseWhenRefused, 1, 100)) return m.start_problem_refused();
  return sizeProblem(settings);
}

/** A number as it was typed, whatever signs part its thousands; null where it is none. */
export function typedNumber(typed: string): number | null {
  const digits = typed.replace(/[\s\u00a0\u202f.,'’]/g, '');
  return /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : null;
}

/** Why what was typed is not the number of profiles, or null. */
export function numberProblem(typed: string, profiles: number): string | null {
  if (typed.trim() === '') return m.marks_number_missing();
  return typedNumber(typed) === profiles ? null : m.marks_number_other();
}

/** The sentence to agree to before anything is sent, with the database's name where the connection told it. */
export function startQuestion(profiles: number, dbId: number | undefined, connection: Connection | undefined, databases: readonly DatabaseInfo[]): string {
  const name = databases.find(({ id }) => id === dbId)?.name;
  const what = { count: profiles, database: dbId ?? '?', host: connection === undefined ? '?' : hostOf(connection.baseUrl) };
  return name === undefined ? m.start_question(what) : m.start_question_named({ ...what, name });
}
