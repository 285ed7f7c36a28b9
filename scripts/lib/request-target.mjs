// @ts-check

/**
 * What no route of ours could answer and Next's router answers with a bare 500: targets that are
 * no address (`*`), paths whose percent-encoding is not UTF-8 (RFC 3986, section 2.5), and methods
 * that the Fetch standard forbids in a `Request`.
 * @param {string | undefined} method
 * @param {string | undefined} target As in the request line.
 * @returns {{ status: number, title: string, code: string, detail: string } | null} Null: let it pass.
 */
export function refuseTarget(method, target = "") {
  if (method === "TRACE" || method === "TRACK" || method === "CONNECT") {
    return {
      status: 405,
      code: "method_not_allowed",
      title: "This address does not take that method",
      detail: `${method} is not supported.`,
    };
  }
  if (isAddress(target)) return null;
  return {
    status: 400,
    code: "invalid_request",
    title: "The request is not valid",
    detail:
      "The address in the request line cannot be read: its path is not percent-encoded UTF-8.",
  };
}

/** @param {string} target */
function isAddress(target) {
  if (!target.startsWith("/") && !(/^https?:\/\//i.test(target) && URL.canParse(target)))
    return false;
  const path = target.split("?", 1)[0] ?? "";
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
