// @ts-check
// Which licences the packages have that an installation without development tools is made of.

/**
 * What we take, and why it is no matter that we do: nothing here asks that a program which uses the
 * package unchanged be given away itself.
 * @type {Record<string, string>}
 */
export const ALLOWED = {
  "0BSD": "permissive",
  "Apache-2.0": "permissive, with a licence of patents",
  "BSD-2-Clause": "permissive",
  "BSD-3-Clause": "permissive",
  "BlueOak-1.0.0": "permissive",
  "CC-BY-4.0": "data that names its authors; used while building, not shipped to browsers",
  "EPL-2.0": "copyleft of the package's own files, which we use unchanged",
  ISC: "permissive",
  "LGPL-3.0-or-later": "a library of its own that can be replaced, used unchanged",
  MIT: "permissive",
  "MIT-0": "permissive",
  "MPL-2.0": "copyleft of the package's own files, which we use unchanged",
  "OFL-1.1": "fonts, shipped unchanged",
  Unlicense: "public domain",
};

/**
 * Packages that name their licence in words of their own, or not at all, by what their licence file says.
 * @type {Record<string, { says: string | undefined, is: string }>}
 */
export const CORRECTED = {
  "@visx/vendor": { says: "MIT and ISC", is: "MIT AND ISC" },
  geist: { says: "SIL OPEN FONT LICENSE", is: "OFL-1.1" },
  "seq-queue": { says: undefined, is: "MIT" },
};

/**
 * @typedef {{ version?: string, license?: string, dev?: boolean, link?: boolean }} Locked
 * @typedef {{ name: string, version: string, licence: string, path: string }} Package
 */

/**
 * The packages of a lock file that are not for development only, those of other platforms included.
 * @param {{ packages: Record<string, Locked> }} lock
 * @returns {Package[]}
 */
export function packagesOf(lock) {
  return Object.entries(lock.packages)
    .filter(([path, locked]) => path !== "" && !locked.dev && !locked.link)
    .map(([path, locked]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      const corrected = CORRECTED[name];
      const licence =
        corrected && corrected.says === locked.license ? corrected.is : (locked.license ?? "none");
      return { name, version: locked.version ?? "", licence, path };
    })
    .sort((a, b) => a.name.localeCompare(b.name, "en") || a.version.localeCompare(b.version, "en"));
}

/**
 * The licences that an expression of SPDX asks for; of a choice, the first that is allowed.
 * @param {string} expression
 * @returns {string[]}
 */
export function licencesOf(expression) {
  return expression
    .replace(/^\((.*)\)$/, "$1")
    .split(/ AND /)
    .map((part) => {
      const choice = part.replace(/^\((.*)\)$/, "$1").split(/ OR /);
      return choice.find((licence) => Object.hasOwn(ALLOWED, licence)) ?? part;
    });
}

/**
 * Packages with a licence that is not on the list.
 * @param {Package[]} packages
 */
export function refused(packages) {
  return packages.filter(({ licence }) =>
    licencesOf(licence).some((each) => !Object.hasOwn(ALLOWED, each)),
  );
}

/**
 * The page that lists them, by licence.
 * @param {Package[]} packages
 */
export function licencesPage(packages) {
  /** @type {Map<string, string[]>} */
  const byLicence = new Map();
  for (const { name, version, licence } of packages) {
    const key = licencesOf(licence).join(" and ");
    const listed = byLicence.get(key) ?? [];
    const text = `${name} ${version}`;
    if (!listed.includes(text)) byLicence.set(key, [...listed, text]);
  }
  const sections = [...byLicence]
    .sort(([a], [b]) => a.localeCompare(b, "en"))
    .map(([licence, listed]) => {
      const reasons = [...new Set(licence.split(" and ").map((each) => ALLOWED[each]))];
      return `## ${licence}\n\n${reasons.join("; ")}\n\n${listed.map((each) => `- ${each}`).join("\n")}\n`;
    });
  return [
    "# Licences\n",
    "The packages that an installation is made of, without those for development only, by licence. Made by `npm run licences`, which fails when one has a licence that `scripts/lib/licences.mjs` does not allow; do not edit. Packages for other platforms are listed too.\n",
    ...sections,
  ].join("\n");
}
