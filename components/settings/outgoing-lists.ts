import type { FieldErrors } from "@/components/api/fields";
import { ownerBlock, staysRefused } from "@/lib/net/owner-blocks";

interface Entry {
  text: string;
  /** Counted from 1, as people do. */
  line: number;
}

const withLines = (text: string): Entry[] =>
  text.split("\n").flatMap((each, at) =>
    each
      .split(/[\s,;]+/)
      .filter((entry) => entry !== "")
      .map((entry) => ({ text: entry, line: at + 1 })),
  );

/** Entries, one a line; commas and blanks will do as well. */
export const entriesIn = (text: string): string[] => withLines(text).map((entry) => entry.text);

/**
 * What is wrong with a list that was typed as `text`, a line for each entry, with the line that it is in;
 * null for nothing.
 * @param path of the list, as in `outgoing.allowedCidrs`
 */
export function listFaults(errors: FieldErrors | null, path: string, text: string): string | null {
  const entries = withLines(text);
  const faults = Object.entries(errors ?? {}).flatMap(([at, message]) => {
    if (message === undefined) return [];
    if (at === path) return [{ line: 0, message }];
    if (!at.startsWith(`${path}.`)) return [];
    const line = entries[Number(at.slice(path.length + 1).split(".")[0])]?.line ?? 0;
    return [{ line, message }];
  });
  if (faults.length === 0) return null;
  return faults
    .sort((a, b) => a.line - b.line)
    .map(({ line, message }) => (line === 0 ? message : `Line ${line}: ${message}`))
    .join("\n");
}

/** Those that can be read; the others are named when they are saved. */
const readable = (blocks: readonly string[]) =>
  blocks.filter((block) => {
    try {
      return !ownerBlock(block).isNever;
    } catch {
      return false;
    }
  });

/** What stays refused in the blocks that were typed, as a sentence; null where there is nothing. */
export const refusedWithin = (text: string): string | null =>
  staysRefused(readable(entriesIn(text)));

/** The private networks that are opened whole by blocks which were not allowed before; each once. */
export function newlyOpened(text: string, stored: readonly string[]): string[] {
  const added = readable(entriesIn(text)).filter((block) => !stored.includes(block));
  return [...new Set(added.flatMap((block) => ownerBlock(block).wholeNetworks))];
}
