/** A text as one word of a POSIX shell, which takes nothing in it for its own. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
