export { calledErrorsWords, explain, explainPause, noteSentence, outcomeWords, replayedUnaskedWords, smallerWords, streamsWords, type Explanation } from '#contract/sentences.ts';
export { reasonSentence } from '#contract/rowErrors.ts';
