// @ts-check
// Writes docs/licences.md from the lock file, and fails where a licence is not allowed or where an
// installed package says something else than the lock file. Asks no network.
import { readFileSync, writeFileSync } from "node:fs";
import { licencesPage, packagesOf, refused } from "./lib/licences.mjs";
import { inRoot } from "./lib/paths.mjs";

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(inRoot(file), "utf8"));

const lock = readJson("package-lock.json");
const packages = packagesOf(lock);
const faults = refused(packages).map(
  ({ name, version, licence }) => `${name} ${version}: ${licence} is not on the list`,
);
for (const { name, path } of packages) {
  let installed;
  try {
    installed = readJson(`${path}/package.json`);
  } catch {
    continue; // for another platform
  }
  const { license } = installed;
  const says = typeof license === "object" ? license?.type : license;
  if (says !== lock.packages[path].license) faults.push(`${name}: installed as ${says}`);
}
writeFileSync(inRoot("docs/licences.md"), licencesPage(packages));
for (const fault of faults) console.error(fault);
console.log(`${packages.length} packages, ${faults.length} with a licence that is not allowed`);
process.exitCode = faults.length > 0 ? 1 : 0;
