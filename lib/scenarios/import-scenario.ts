import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { parseExport, placesToFillIn } from "@/lib/scenarios/export-format";
import { insertScenario } from "@/lib/scenarios/insert-scenario";
import { type ImportedScenarioView, importScenarioSchema } from "@/lib/scenarios/schemas";

/**
 * Makes a draft of an exported document and lists what has to be filled in. 400 with every fault of
 * a document that is foreign or malformed; nothing is written then. Operations that do not exist
 * here are kept.
 */
export async function importScenario({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<ImportedScenarioView> {
  const { name, document } = parseInput(importScenarioSchema, input);
  const parsed = parseExport(document);
  if (!parsed.ok) throw refused(parsed.faults);
  const scenario = await db().$transaction((tx) =>
    insertScenario(tx, {
      actor,
      name: name ?? parsed.document.name,
      graph: parsed.document.graph,
      madeFrom: "import",
    }),
  );
  return { scenario, toFillIn: placesToFillIn(parsed.document) };
}

function refused(faults: { path: string; message: string }[]): AppError {
  const errors = faults.map(({ path, message }) => ({
    path: path === "" ? "document" : `document.${path}`,
    message,
  }));
  const [first] = errors;
  return new AppError("invalid_request", `${first?.path}: ${first?.message}`, errors);
}
