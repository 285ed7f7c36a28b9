import { jsonLanguage } from "@codemirror/lang-json";

/** Why a text is no config, with line and column; null when it is one. */
export function faultOf(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return null;
    return "Settings have to be an object in braces; this is not saved.";
  } catch {
    const { line, column } = placeOf(text);
    return `This is not complete JSON yet, so it is not saved (line ${line}, column ${column}).`;
  }
}

/** Where the JSON first goes wrong; browsers do not agree on telling it. Both count from 1. */
export function placeOf(text: string): { line: number; column: number } {
  let index = text.length;
  jsonLanguage.parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) index = Math.min(index, node.from);
    },
  });
  const before = text.slice(0, index).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
