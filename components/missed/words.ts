/** "1 event", "1,200 events". */
export const counted = (n: number, noun: string) =>
  `${n.toLocaleString("en-US")} ${n === 1 ? noun : `${noun}s`}`;

/** "1 event was missed". */
export const missedWords = (n: number) =>
  `${counted(n, "event")} ${n === 1 ? "was" : "were"} missed`;

/** "1 event was missed while this scenario was paused." */
export const missedSentence = (n: number) => `${missedWords(n)} while this scenario was paused.`;
