// @ts-check

let lineIsOpen = false;
let quiet = false;

/** From now on a step that had nothing to do is not shown, and the others only when done. */
export function showWorkOnly() {
  quiet = true;
}

/**
 * Prints a line of its own, also while a step is under way.
 * @param {string} text
 */
export function say(text) {
  if (lineIsOpen) process.stdout.write("\n");
  lineIsOpen = false;
  process.stdout.write(`${text}\n`);
}

/**
 * Runs one step and prints it with its time: `  Web app … built  12.3 s`.
 * @template T
 * @param {string} label
 * @param {(result: (text: string) => void) => Promise<T> | T} work May name its outcome ("up to date").
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const startedAt = performance.now();
  let outcome = "done";
  if (!quiet) {
    process.stdout.write(`  ${label} … `);
    lineIsOpen = true;
  }
  try {
    const value = await work((text) => {
      outcome = text;
    });
    if (!quiet || outcome !== "up to date") finish(label, `${outcome}  ${seconds(startedAt)}`);
    return value;
  } catch (error) {
    finish(label, `failed  ${seconds(startedAt)}`);
    throw error;
  }
}

/**
 * @param {string} label
 * @param {string} text
 */
function finish(label, text) {
  process.stdout.write(lineIsOpen ? `${text}\n` : `  ${label}: ${text}\n`);
  lineIsOpen = false;
}

/** @param {number} startedAt As performance.now() gave it. */
export function seconds(startedAt) {
  const value = (performance.now() - startedAt) / 1000;
  return `${value.toFixed(value < 10 ? 2 : 1)} s`;
}
