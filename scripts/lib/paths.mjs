// @ts-check
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, wherever the command was called from. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Everything the scripts make apart from data: bundles, stamps, test leftovers. Ignored by git. */
export const BUILD_DIR = path.join(ROOT, ".build");

/** @param {...string} parts */
export const inRoot = (...parts) => path.join(ROOT, ...parts);
