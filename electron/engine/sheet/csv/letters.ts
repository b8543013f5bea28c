import iconv from 'iconv-lite';
import type { HighWord } from './highWords.ts';
import { modelsOf, type Script } from './languageModel.ts';

interface Candidate {
  readonly encoding: string;
  readonly script: Script;
  /** Logarithm: how usual such files are, against windows-1251. */
  readonly prior: number;
}

/**
 * Encodings of one byte a character that are told apart: what Excel and 1C write on Windows in Eastern, Western and
 * Central Europe, and what Excel's own "CSV (MS-DOS)" and "CSV (Macintosh)" are there.
 */
const candidates: readonly Candidate[] = [
  { encoding: 'windows-1251', script: 'cyrillic', prior: 0 },
  { encoding: 'windows-1252', script: 'western', prior: -1 },
  { encoding: 'windows-1250', script: 'central', prior: -1.5 },
  { encoding: 'ibm866', script: 'cyrillic', prior: -2 },
  { encoding: 'koi8-r', script: 'cyrillic', prior: -2.5 },
  { encoding: 'koi8-u', script: 'cyrillic', prior: -4 },
  { encoding: 'cp850', script: 'western', prior: -5 },
  { encoding: 'cp852', script: 'central', prior: -5 },
  { encoding: 'macintosh', script: 'western', prior: -6 },
  { encoding: 'maccyrillic', script: 'cyrillic', prior: -6 },
];

export interface RankedEncoding {
  readonly encoding: string;
  readonly score: number;
  /** Whether the words look like any of the languages that are written in it. */
  readonly fits: boolean;
}

/**
 * Likelihoods for each letter above ASCII and each word below which a file holds another language: names of countries in
 * Turkish, Greek, Latvian or Chinese lie below, those in the languages known here above. Few words vary more.
 */
const poor: Readonly<Record<Script, number>> = { cyrillic: -3.7, western: -4.5, central: -4.75 };
const variation = 1.2;

/** Encodings of one byte a character, the likeliest for these words first; those that read every word alike stand once. */
export function rankEncodings(words: readonly HighWord[]): readonly RankedEncoding[] {
  const units = words.reduce((sum, { bytes }) => sum + 1 + bytes.replace(/[a-z]+/gi, '').length, 0);
  const readings = candidates
    .map((candidate) => ({ candidate, texts: words.map(({ bytes }) => decoded(bytes, candidate.encoding)) }))
    .map(({ candidate, texts }) => {
      const likelihood = fit(words, texts, candidate.script);
      const least = (poor[candidate.script] - variation / Math.sqrt(words.length)) * units;
      return { encoding: candidate.encoding, text: texts.join(' '), score: candidate.prior + likelihood, fits: likelihood >= least };
    })
    .sort((one, other) => other.score - one.score);
  return readings.filter(({ text }, index) => readings.findIndex((each) => each.text === text) === index);
}

function decoded(bytes: string, encoding: string): string {
  return iconv.decode(Buffer.from(bytes, 'latin1'), encoding);
}

/**
 * How likely the words are as texts of a script's languages. A file may hold words of several languages, each of which
 * counts by its share of the words: a language in which only the odd word is likely explains little.
 */
function fit(words: readonly HighWord[], texts: readonly string[], script: Script): number {
  const models = modelsOf(script);
  const scores = words.map(({ before, after }, index) => models.map((model) => model.score(texts[index] ?? '', before, after)));
  const shares = models.map(() => 1);
  for (const each of scores) {
    const best = each.indexOf(Math.max(...each));
    shares[best] = (shares[best] ?? 0) + 1;
  }
  const all = words.length + models.length;
  const weights = shares.map((share) => Math.log(share / all));
  return scores.reduce((sum, each) => sum + Math.max(...each.map((score, index) => score + (weights[index] ?? 0))), 0);
}
