/** From so many characters before the limit on, how many there are is told. */
const NEAR = 20;

/**
 * What is to be said of a text with a limit: that pasting cut something off, how near it is, or
 * nothing.
 */
export function limitWords(
  what: string,
  { length, limit, isCut }: { length: number; limit: number; isCut: boolean },
): string | null {
  const max = limit.toLocaleString("en-US");
  if (isCut)
    return `${what} may be ${max} characters at most. The rest of what was pasted is left out.`;
  if (length < limit - NEAR) return null;
  return `${length.toLocaleString("en-US")} of ${max} characters.`;
}

/**
 * Whether a field that takes `limit` characters cuts what is pasted into it.
 * @param selected how many characters the pasted text replaces
 */
export function cutsPasted(
  pasted: string,
  { length, selected, limit }: { length: number; selected: number; limit: number },
): boolean {
  return length - selected + pasted.length > limit;
}
