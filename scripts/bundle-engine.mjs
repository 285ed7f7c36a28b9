// @ts-check
// `node scripts/bundle-engine.mjs <source> <target>`: a process of its own, for esbuild's memory.
import { build } from "esbuild";

const [source, target] = process.argv.slice(2);
if (!source || !target) throw new Error("usage: bundle-engine.mjs <source> <target>");

await build({
  entryPoints: [source],
  outfile: target,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "error",
});
