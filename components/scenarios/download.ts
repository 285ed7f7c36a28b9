import { scenarioApi } from "./api";

/** Saves a scenario's export as a file named after it. */
export async function downloadScenario(id: string, name: string): Promise<void> {
  const exported = await scenarioApi.exported(id);
  const blob = new Blob([JSON.stringify(exported, null, 2)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${fileName(name)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

const fileName = (name: string) =>
  name
    .normalize("NFKD")
    .replace(/[^\w]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase() || "scenario";
